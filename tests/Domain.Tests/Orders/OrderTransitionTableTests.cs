using System.Text;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

/// <summary>
/// Every status met by every input. A cell is the status that follows and the effects in order; <c>.</c> is nothing at all and
/// <c>conflict</c> the exception. P write now, p write soon, A/a arm and disarm the deadline, r/x arm and disarm the retry,
/// R reserve, L release, T tell, O deliver the outbox, W answer, G proceed, S send, Q query, C cancel, ! alert.
/// </summary>
public sealed class OrderTransitionTableTests(ITestOutputHelper output)
{
    private static readonly (string Short, OrderStatus? Status)[] Columns =
    [
        ("none", null), ("PN", OrderStatus.PendingNew), ("Su", OrderStatus.Submitting), ("Un", OrderStatus.Unknown), ("Ne", OrderStatus.New),
        ("PF", OrderStatus.PartiallyFilled), ("PC", OrderStatus.PendingCancel), ("Fi", OrderStatus.Filled), ("Ca", OrderStatus.Canceled),
        ("Re", OrderStatus.Rejected), ("Ex", OrderStatus.Expired), ("NP", OrderStatus.NotPlaced),
    ];

    private static readonly (string Name, OrderInput Input)[] Rows =
    [
        ("place", new PlaceOrder(Entry with { CreatedAt = At(2) }, At(2))),
        ("place_other", new PlaceOrder(Entry with { Quantity = 2m }, At(2))),
        ("refuse", new RefuseOrder(Entry, ["risk:leverage", "risk:exposure"], At(2))),
        ("inquire", new InquireAfterOrder(Entry, At(2))),
        ("place_failed", new PlaceFailed(At(2))),
        ("proceeds", new OrderProceeds(At(2))),
        ("activated", new OrderActivated(At(2))),
        ("activated_late", new OrderActivated(At(6))),
        ("activated_past", new OrderActivated(At(61))),
        ("tick", Tick(2)),
        ("tick_past", Tick(61)),
        ("tick_next_day", Tick(86_402)),
        ("send_accepted", new SendAccepted(1, VenueId, At(2))),
        ("send_rejected", new SendRejected(1, "exchange:2011", At(2))),
        ("send_uncertain", new SendUncertain(1, "no_answer", At(2))),
        ("send_not_sent", new SendNotSent(1, OrderReasons.CircuitOpen, null, At(2))),
        ("accepted", Accepted()),
        ("rejected", Rejected()),
        ("triggered", Triggered()),
        ("fill_part", Filled("t-9", 0.3m)),
        ("fill_whole", Filled("t-9", 1m)),
        ("canceled", Canceled(0m)),
        ("canceled_owing", Canceled(0.7m)),
        ("found_working", Found(OrderStatus.New, 2)),
        ("found_canceled", Found(OrderStatus.Canceled, 2)),
        ("found_rejected", Found(OrderStatus.Rejected, 2)),
        ("not_found_early", NotFound(5)),
        ("not_found_late", NotFound(11)),
        ("query_failed", new QueryFailed(null, At(2))),
        ("listed_none", new OrdersListed([], At(11), At(11))),
        ("cancel", new RequestCancel(OrderReasons.Requested, At(2))),
        ("cancel_accepted", new CancelAnswered(CancelOutcome.Accepted, null, At(2))),
        ("cancel_refused", new CancelAnswered(CancelOutcome.Refused, null, At(2))),
        ("cancel_failed", new CancelAnswered(CancelOutcome.Failed, null, At(2))),
        ("acknowledged", new OutboxAcknowledged(OrderReceivers.Journal, 100, At(2))),
    ];

    private const string Expected = """
                        none      PN         Su         Un         Ne         PF          PC         Fi       Ca       Re       Ex       NP
        place           PN:PARTWG PN:W       Su:W       Un:W       Ne:W       PF:W        PC:W       Fi:W     Ca:W     Re:W     Ex:W     NP:W
        place_other     PN:PARTWG conflict   conflict   conflict   conflict   conflict    conflict   conflict conflict conflict conflict conflict
        refuse          Re:PTW    PN:W       Su:W       Un:W       Ne:W       PF:W        PC:W       Fi:W     Ca:W     Re:W     Ex:W     NP:W
        inquire         NP:PLT    PN:pR      Su:pR      Un:pR      Ne:pR      PF:pR       PC:pR      Fi:pL    Ca:pL    Re:pL    Ex:pL    NP:pL
        place_failed    .         NP:PaxLT  .          .          .          .           .          .        .        .        .        .
        proceeds        .         Su:PrTS    .          .          .          .           .          .        .        .        .        .
        activated       .         Su:PrATOS  Un:prATOQ  Un:rAOQ    Ne:AO      PF:AO       PC:rrAOCQ  Fi:aO   Ca:aO   Re:aO   Ex:aO   NP:aO
        activated_late  .         NP:PaxLTO Un:prATOQ  Un:rAOQ    Ne:AO      PF:AO       PC:rrAOCQ  Fi:aO   Ca:aO   Re:aO   Ex:aO   NP:aO
        activated_past  .         NP:PaxLTO PC:PrrTOCQ PC:PrrTOCQ PC:PrTOC   PC:PrTOC    PC:rrOCQ   Fi:aO   Ca:aO   Re:aO   Ex:aO   NP:aO
        tick            none:a    Su:PrTS    Su:r       Un:rQ      Ne:A       PF:A        PC:rQ      Fi:a    Ca:a    Re:a    Ex:a    NP:a
        tick_past       none:a    NP:PaxLT  PC:PrTC    PC:PrTC    PC:PrTC    PC:PrTC     PC:rQ      Fi:a    Ca:a    Re:a    Ex:a    NP:a
        tick_next_day   none:a    NP:PaxLT  PC:PrTC    PC:PrTC    PC:PrTC    PC:PrTC     PC:rQ      Fi:aO   Ca:aO   Re:aO   Ex:aO   NP:aO
        send_accepted   .         Ne:pT      Ne:pT      Ne:pT      .          .           .          .        .        Re:prT!C .        NP:prT!C
        send_rejected   .         .          Re:PaxLT  Re:PaxLT  Ne:r!Q     PF:r!Q      PC:r!Q     .        .        .        .        .
        send_uncertain  .         .          Un:prTQ    .          .          .           .          .        .        .        .        .
        send_not_sent   .         .          NP:PaxLT  NP:PaxLT  .          .           .          .        .        .        .        .
        accepted        .         Ne:pT      Ne:pT      Ne:pT      .          .           .          .        .        Re:prT!C .        NP:prT!C
        rejected        .         Re:PaxLT  Re:PaxLT  Re:PaxLT  Re:PaxLT  PF:r!Q      Re:PaxLT  .        .        .        .        .
        triggered       .         Ne:pT      Ne:pT      Ne:pT      Ne:pT      PF:pT       PC:pT      Fi:pT    Ca:pT    Re:pT    Ex:pT    NP:pT
        fill_part       .         PF:PT      PF:PT      PF:PT      PF:PT      PF:PT       PC:PT      Fi:PT!   Ca:PT!   Re:PrT!C Ex:PT!   NP:PrT!C
        fill_whole      .         Fi:PaxTLT Fi:PaxTLT Fi:PaxTLT Fi:PaxTLT Fi:PaxTLT! Fi:PaxTLT Fi:PT!   Ca:PT!   Re:PrT!C Ex:PT!   NP:PrT!C
        canceled        .         Ca:PaxLT  Ca:PaxLT  Ca:PaxLT  Ca:PaxLT  Ca:PaxLT   Ca:PaxLT  .        .        .        .        .
        canceled_owing  .         Ne:prTQ    Ne:prTQ    Ne:prTQ    Ne:prTQ    PF:prTQ     PC:prTQ    .        .        .        .        .
        found_working   .         Ne:pT      Ne:pT      Ne:pT      .          .           PC:rC      .        .        Re:prT!C .        NP:prT!C
        found_canceled  .         Ca:PaxTLT Ca:PaxTLT Ca:PaxTLT Ca:PaxLT  Ca:PaxLT   Ca:PaxLT  .        .        .        .        .
        found_rejected  .         Re:PaxLT  Re:PaxLT  Re:PaxLT  Re:PaxLT  Ca:PaxLT     Re:PaxLT  .        .        .        .        .
        not_found_early .         .          Su:r       Un:r       .          .           PC:r       .        .        .        .        .
        not_found_late  .         .          Su:r       Un:r       Ne:r       PF:r        PC:r       .        .        .        .        .
        query_failed    .         .          Su:r       Un:r       .          .           PC:r       .        .        .        .        .
        listed_none     .         .          .          .          .          .           .          .        .        .        .        .
        cancel          .         NP:PaxLT  PC:PrTC    PC:PrTC    PC:PrTC    PC:PrTC     .          .        .        .        .        .
        cancel_accepted .         .          .          .          .          .           .          .        .        .        .        .
        cancel_refused  .         .          .          .          .          .           PC:rQ      .        .        .        .        .
        cancel_failed   .         .          .          .          .          .           PC:r       .        .        .        .        .
        acknowledged    .         PN         Su         Un         Ne         PF          PC         Fi       Ca       Re       Ex       NP
        """;

    [Fact]
    public void Every_status_answers_every_input_as_the_table_says()
    {
        var actual = Print();
        output.WriteLine(actual);

        Assert.Equal(Lines(Expected), Lines(actual));
    }

    [Fact]
    public void Every_step_of_the_table_is_a_path_of_the_machine_and_folds_from_its_events()
    {
        foreach (var (_, status) in Columns)
        {
            foreach (var (name, input) in Rows)
            {
                var before = status is { } known ? InStatus(known) : null;
                if (Outcome(before, input) is not { } decision)
                {
                    continue;
                }

                var folded = decision.Events.Aggregate(before, OrderMachine.Apply);
                Assert.Equal(OrderJson.Write(folded), OrderJson.Write(decision.Order));
                Assert.True(
                    decision.Order is null || OrderTransitions.Allows(before?.Status, decision.Order.Status) || decision.Events.Length > 1,
                    $"{status} met {name}");
            }
        }
    }

    [Fact]
    public void What_changes_nothing_is_the_same_order()
    {
        foreach (var (_, status) in Columns.Skip(1))
        {
            var before = InStatus(status!.Value);
            foreach (var (_, input) in Rows)
            {
                if (Outcome(before, input) is { Events.IsEmpty: true } decision)
                {
                    Assert.Same(before, decision.Order);
                }
            }
        }
    }

    private static string[] Lines(string table) =>
        [.. table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    private static string Print()
    {
        var table = new StringBuilder();
        table.Append(Cell("")).AppendLine(string.Concat(Columns.Select(column => Cell(column.Short))).TrimEnd());
        foreach (var (name, input) in Rows)
        {
            var cells = Columns.Select(column => Cell(Describe(column.Status is { } status ? InStatus(status) : null, input)));
            table.Append(name.PadRight(16)).AppendLine(string.Concat(cells).TrimEnd());
        }

        return table.ToString();
    }

    private static string Cell(string text) => text.PadRight(13);

    private static OrderDecision? Outcome(Order? before, OrderInput input)
    {
        try
        {
            return OrderMachine.Decide(before, input, Protocol);
        }
        catch (OrderConflictException)
        {
            return null;
        }
    }

    private static string Describe(Order? before, OrderInput input)
    {
        if (Outcome(before, input) is not { } decision)
        {
            return "conflict";
        }

        if (decision.Events.IsEmpty && decision.Effects.IsEmpty)
        {
            return ".";
        }

        var status = Columns.Single(column => column.Status == decision.Order?.Status).Short;
        return decision.Effects.IsEmpty ? status : $"{status}:{string.Concat(decision.Effects.Select(Letter))}";
    }

    private static string Letter(OrderEffect effect) => effect switch
    {
        Persist { CanWait: false } => "P",
        Persist => "p",
        ArmTimer { Timer: OrderTimer.Deadline } => "A",
        DisarmTimer { Timer: OrderTimer.Deadline } => "a",
        ArmTimer { Timer: OrderTimer.Retry } => "r",
        DisarmTimer { Timer: OrderTimer.Retry } => "x",
        Reserve => "R",
        Release => "L",
        Tell => "T",
        DeliverOutbox => "O",
        AnswerCaller => "W",
        Proceed => "G",
        SendOrder => "S",
        QueryVenue => "Q",
        SendCancel => "C",
        RaiseAlert => "!",
        _ => throw new InvalidOperationException($"No letter for {effect.GetType().Name}."),
    };
}
