using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;
using Trading.Simulation.Orders;

namespace Trading.Cluster.Tests.Orders;

/// <summary>
/// Deleting one kind of effect from the machine fails tests of the cluster, as it fails the simulation (its MutationTests): the grain does
/// what the effects say and nothing of its own. Each test that must fail is then seen to hold with the whole machine, on the same silo.
/// </summary>
public sealed class EffectDeletionTests(OrderDesk desk, ITestOutputHelper output) : IClassFixture<OrderDesk>
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<EffectKind>()];

    private OrderLifeTests Life => new(desk);

    private OrderTimeoutTests Timeouts => new(desk);

    private OrderEffectTests Effects => new(desk);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_cluster_whose_machine_lacks_one_effect_fails(string name)
    {
        var kind = Enum.Parse<EffectKind>(name);
        foreach (var test in TestsOf(kind))
        {
            desk.Machine.Inner = MaimedOrderMachine.Without(kind);
            var failure = await Record.ExceptionAsync(test);
            desk.Machine.Inner = OrderMachine.Decide;

            Assert.True(failure is not null, $"{test.Method.Name} does not miss {kind}.");
            output.WriteLine($"{test.Method.Name}: {failure.Message.ReplaceLineEndings(" ")}");
            await test();
        }
    }

    /// <summary>Where a kind does more than one thing, one test for each.</summary>
    private IEnumerable<Func<Task>> TestsOf(EffectKind kind) => kind switch
    {
        EffectKind.PersistNow or EffectKind.AnswerCaller => [Life.Caller_is_answered_once_the_intent_is_durable_and_before_the_venue_has_spoken],
        EffectKind.PersistSoon or EffectKind.Proceed or EffectKind.SendOrder => [Life.Same_request_again_is_the_same_order_and_another_under_its_id_is_refused],
        EffectKind.Reserve => [Effects.Placed_order_claims_its_reservation_before_it_is_asked_after],
        EffectKind.Release => [Life.Fill_after_the_cancel_still_counts],
        EffectKind.Tell => [Life.Fills_in_parts_twice_and_out_of_order_are_booked_once_each, Life.What_a_receiver_did_not_take_is_told_again_until_it_does],
        EffectKind.DeliverOutbox => [Effects.What_one_activation_leaves_untold_the_next_one_tells],
        EffectKind.QueryVenue => [Life.Request_whose_answer_is_lost_is_found_by_asking],
        EffectKind.SendCancel => [Life.Hanging_venue_keeps_nobody_waiting],
        EffectKind.ArmDeadline => [Timeouts.Timer_alone_ends_an_order_at_its_deadline, Timeouts.Reminder_alone_ends_an_order_at_its_deadline],
        EffectKind.ArmRetry => [Timeouts.Lost_entry_ends_unplaced_only_after_the_last_moment_at_which_it_could_have_arrived],
        EffectKind.ArmRenewal => [Effects.Reminder_alone_has_a_trigger_order_renewed_before_the_venue_ends_it],
        EffectKind.DisarmDeadline =>
            [Effects.Reminder_of_the_deadline_is_put_off_when_the_order_ends, Effects.Reminder_of_an_order_that_could_not_be_stored_is_put_off_where_it_rings],
        EffectKind.DisarmRetry => [Effects.Nothing_wakes_an_order_that_is_over],
        EffectKind.DisarmRenewal => [Effects.Reminder_of_the_renewal_is_put_off_when_the_order_ends],
        EffectKind.RaiseAlert => [Effects.Fill_that_comes_after_the_end_is_alerted],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No test is said to miss it."),
    };
}
