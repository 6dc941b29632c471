using Trading.Domain.Orders;
using static Trading.Simulation.Tests.Models.Orders.OrderModelEffects;

namespace Trading.Simulation.Tests.Models.Orders;

/// <summary>
/// The order's protocol among crashes, lost, late and doubled messages, a second activation, cancels, partial fills and answers
/// that lag: every interleaving of one order's life.
/// </summary>
/// <param name="onStep">Sees every step that the rules decide.</param>
/// <param name="hasTwins">A second activation of the order may be there.</param>
/// <param name="hasOutbox">Its fills are told to the position. Twins and outbox are explored apart: together the space is too large.</param>
internal sealed class OrderModel(bool isReducing, bool hasTwins, bool hasOutbox, OrderPlant plant, Action<OrderModelMachine?, OrderModelInput, OrderModelTime, OrderModelMachine, OrderModelEffects>? onStep = null)
{
    // A reducing order may be sent any number of times; the third attempt is like the second.
    private const int AttemptsMax = 2;

    private readonly OrderModelRules _rules = new(isReducing || plant is OrderPlant.ResendEntry);

    public static OrderModelState Initial { get; } =
        new(null, new OrderModelActivation(null, None, false, false, false, false, true), null, default, OrderModelWire.None, 0, false, false, 0);

    public ExplorationResult Close(int statesMax = 3_000_000) => Exploration.Close(Initial, Steps, Violation, IsDone, statesMax);

    private bool IsDone(OrderModelState state) =>
        state.Durable is { IsOver: true } over && state.Venue.Status is not OrderModelVenueStatus.Working && (!hasOutbox || state.Told == over.Lots);

    private string? Violation(OrderModelState state)
    {
        if (state.IsAnswered && state.Durable is null)
        {
            return "The caller was answered and nothing is stored";
        }

        if (state.Durable is not { IsOver: true } over)
        {
            return null;
        }

        if (state.Venue.Status is OrderModelVenueStatus.Working)
        {
            return $"Over as {over.Status} and alive at the venue";
        }

        var mayStillLive = state.Phase == 0 && state.Wire.HasFlag(OrderModelWire.Create) && state.Venue.Status is OrderModelVenueStatus.None;
        if (over.Status is OrderStatus.NotPlaced or OrderStatus.Rejected && (mayStillLive || state.Venue.Status is not OrderModelVenueStatus.None))
        {
            return $"{over.Status} though the venue took it or may still take it";
        }

        return over.Lots != state.Venue.Lots ? $"Over with {over.Lots} lots, the venue filled {state.Venue.Lots}" : null;
    }

    private IEnumerable<(string Action, OrderModelState Next)> Steps(OrderModelState state) =>
        World(state).Concat(Activations(state)).Where(step => IsExplored(step.Next)).Select(step => (step.Action, InOrder(step.Next)));

    private static bool IsExplored(OrderModelState state) =>
        (state.First?.Order?.Attempt ?? 0) <= AttemptsMax && (state.Second?.Order?.Attempt ?? 0) <= AttemptsMax;

    /// <summary>Which of two activations is called the first makes no difference.</summary>
    private static OrderModelState InOrder(OrderModelState state) =>
        state.First is null && state.Second is not null ? state with { First = state.Second, Second = null } : state;

    private IEnumerable<(string Action, OrderModelState Next)> World(OrderModelState state)
    {
        if (state.Durable is { Attempt: > 0 } && state.Phase < 2)
        {
            // A request that is still under way when its window has passed is refused by the venue itself.
            yield return ("time", state with { Phase = (byte)(state.Phase + 1), Wire = state.Wire & ~OrderModelWire.Create });
        }

        if (state.Durable is not null && !state.IsPastDeadline)
        {
            yield return ("deadline", state with { IsPastDeadline = true });
        }

        if (state.Wire.HasFlag(OrderModelWire.Create))
        {
            foreach (var step in Arrivals(state))
            {
                yield return step;
            }
        }

        if (state.Wire.HasFlag(OrderModelWire.Cancel))
        {
            yield return state.Venue.Status is OrderModelVenueStatus.Working
                ? ("cancel arrives", state with { Venue = state.Venue with { Status = OrderModelVenueStatus.Canceled }, Wire = state.Wire | OrderModelWire.ReportCanceled })
                : ("cancel too late", state with { Wire = state.Wire | OrderModelWire.CancelRefused });
        }

        if (state.Venue is { Status: OrderModelVenueStatus.Working, Lots: var lots })
        {
            var filled = new OrderModelVenue(lots == 1 ? OrderModelVenueStatus.Filled : OrderModelVenueStatus.Working, (byte)(lots + 1));
            yield return ("fill", state with { Venue = filled, Wire = state.Wire | (lots == 0 ? OrderModelWire.ReportFirst : OrderModelWire.ReportSecond) });
        }
    }

    private static IEnumerable<(string Action, OrderModelState Next)> Arrivals(OrderModelState state)
    {
        if (state.Durable is not { Attempt: > 0 })
        {
            throw new ModelViolation("A request reached the venue before its fence was durable");
        }

        if (state.Venue.Status is OrderModelVenueStatus.None)
        {
            yield return ("create taken", state with
            {
                Venue = new OrderModelVenue(OrderModelVenueStatus.Working, 0),
                Wire = state.Wire | OrderModelWire.Accepted | OrderModelWire.ReportAccepted,
            });
            yield return ("create doubted", state with { Wire = state.Wire | OrderModelWire.Uncertain });

            // What a venue refused for good it refuses again: this request is spent.
            yield return ("create refused", state with { Wire = (state.Wire & ~OrderModelWire.Create) | OrderModelWire.Rejected });
        }
        else
        {
            yield return ("create known", state with { Wire = state.Wire | OrderModelWire.Uncertain });
        }
    }

    private IEnumerable<(string Action, OrderModelState Next)> Activations(OrderModelState state)
    {
        foreach (var isFirst in new[] { true, false })
        {
            var activation = isFirst ? state.First : state.Second;
            var name = isFirst ? "a" : "b";
            if (activation is not { } alive)
            {
                if (isFirst || (hasTwins && state is { Durable: not null, First: not null }))
                {
                    var knows = plant is not OrderPlant.DropOutboxOnCrash;
                    yield return ($"{name} activates", With(state, isFirst, new OrderModelActivation(state.Durable, None, false, false, state.Durable is not null, false, knows)));
                }

                continue;
            }

            yield return ($"{name} dies", With(state, isFirst, null));
            foreach (var (action, next) in alive.IsFresh || alive.Proceeds || alive.Todo is not None ? Turn(state, isFirst, alive) : Inputs(state, isFirst, alive))
            {
                yield return ($"{name} {action}", next);
            }
        }
    }

    private static OrderModelState With(OrderModelState state, bool isFirst, OrderModelActivation? activation) =>
        isFirst ? state with { First = activation } : state with { Second = activation };

    /// <summary>The next effect of a turn under way.</summary>
    private IEnumerable<(string Action, OrderModelState Next)> Turn(OrderModelState state, bool isFirst, OrderModelActivation activation)
    {
        var todo = activation.Todo;
        if (todo.HasFlag(Write) && !(plant is OrderPlant.SendBeforeFence && todo.HasFlag(Send)))
        {
            foreach (var step in Store(state, isFirst, activation with { Todo = todo & ~Write }))
            {
                yield return step;
            }
        }
        else if (todo.HasFlag(WriteSoon))
        {
            yield return ("waits to write", With(state, isFirst, activation with { Todo = todo & ~WriteSoon, IsDirty = true }));
        }
        else if (todo.HasFlag(Send))
        {
            var order = activation.Order!.Value;
            if (order.Attempt > 1 && !isReducing)
            {
                throw new ModelViolation("An entry is sent again");
            }

            if (order.Attempt > 1 && state.Venue.Status is not OrderModelVenueStatus.None && !activation.IsStale)
            {
                throw new ModelViolation("Sent again while the venue has it");
            }

            // A process that was frozen sends late: signed with the stored time, the request is refused by the venue itself.
            var isInTime = state.Phase == 0 && (plant is OrderPlant.SendBeforeFence or OrderPlant.IgnoreConflict || order.Attempt == state.Durable?.Attempt);
            yield return ("sends", With(state, isFirst, activation with { Todo = todo & ~Send }) with { Wire = state.Wire | (isInTime ? OrderModelWire.Create : OrderModelWire.None) });
        }
        else if (todo.HasFlag(OrderModelEffects.Cancel))
        {
            yield return ("sends cancel", With(state, isFirst, activation with { Todo = todo & ~OrderModelEffects.Cancel }) with { Wire = state.Wire | OrderModelWire.Cancel });
        }
        else if (todo.HasFlag(Query))
        {
            foreach (var step in Ask(state, isFirst, activation with { Todo = todo & ~Query }))
            {
                yield return step;
            }
        }
        else if (activation.IsFresh)
        {
            yield return Decide(state, isFirst, activation with { IsFresh = false }, OrderModelInput.Activated);
        }
        else
        {
            yield return Decide(state, isFirst, activation with { Proceeds = false }, OrderModelInput.Proceed);
        }
    }

    /// <summary>The write stands; or it stands and nobody is told; or it is lost; or another activation was faster.</summary>
    private IEnumerable<(string Action, OrderModelState Next)> Store(OrderModelState state, bool isFirst, OrderModelActivation activation)
    {
        if (activation.IsStale && plant is not OrderPlant.IgnoreConflict)
        {
            yield return ("meets a conflict", With(state, isFirst, null));
            yield break;
        }

        if (activation.IsStale)
        {
            yield return ("ignores a conflict", With(state, isFirst, activation));
            yield break;
        }

        var order = activation.Order!.Value;
        var isFirstWrite = state.Durable is null;
        var other = isFirst ? state.Second : state.First;
        var written = With(state, !isFirst, other is { } alive ? alive with { IsStale = true } : null) with
        {
            Durable = order,
            Phase = order.Attempt != (state.Durable?.Attempt ?? 0) ? (byte)0 : state.Phase,

            // What is answered to an earlier attempt carries its number, and is dropped.
            Wire = order.Attempt != (state.Durable?.Attempt ?? 0) ? state.Wire & ~(OrderModelWire.Rejected | OrderModelWire.Uncertain) : state.Wire,
        };
        written = written with { IsAnswered = true };
        yield return ("writes", With(written, isFirst, activation with { IsDirty = false, Proceeds = isFirstWrite, HasOutbox = activation.HasOutbox || order.Lots > state.Durable?.Lots }));
        yield return ("writes, unacknowledged", With(written, isFirst, null));
        yield return ("loses its write", With(state, isFirst, null));
    }

    /// <summary>A query shows the venue as it is, or (while answers may lag) as it was.</summary>
    private IEnumerable<(string Action, OrderModelState Next)> Ask(OrderModelState state, bool isFirst, OrderModelActivation activation)
    {
        yield return Decide(state, isFirst, activation, OrderModelInput.QueryFailed);
        var venue = state.Venue;
        if (venue.Status is OrderModelVenueStatus.None || state.Phase < 2)
        {
            yield return Decide(state, isFirst, activation, OrderModelInput.NotFound);
        }

        if (venue.Status is not OrderModelVenueStatus.None)
        {
            yield return Decide(state, isFirst, activation, venue switch
            {
                { Status: OrderModelVenueStatus.Filled } => OrderModelInput.FoundFilled,
                { Status: OrderModelVenueStatus.Canceled, Lots: 0 } => OrderModelInput.FoundCanceled0,
                { Status: OrderModelVenueStatus.Canceled } => OrderModelInput.FoundCanceled1,
                { Lots: 0 } => OrderModelInput.FoundWorking0,
                _ => OrderModelInput.FoundWorking1,
            });
            if (state.Phase < 2)
            {
                yield return Decide(state, isFirst, activation, OrderModelInput.FoundWorking0);
            }
        }
    }

    private IEnumerable<(string Action, OrderModelState Next)> Inputs(OrderModelState state, bool isFirst, OrderModelActivation activation)
    {
        if (activation.Order is not { } order)
        {
            // A caller that is not answered asks again.
            var (placing, effects) = _rules.Place();
            onStep?.Invoke(null, OrderModelInput.Place, default, placing, effects);
            var placed = activation with { Order = placing, Todo = effects & CarriedOut };
            yield return ("places", With(state, isFirst, placed) with { IsAnswered = state.IsAnswered || plant is OrderPlant.AnswerBeforeDurable });
            yield break;
        }

        if (activation.IsDirty)
        {
            foreach (var step in Store(state, isFirst, activation))
            {
                yield return step;
            }
        }

        if (hasOutbox && activation.HasOutbox && state.Durable is { } durable && state.Told < durable.Lots)
        {
            yield return ("tells", state with { Told = (byte)durable.Lots });
        }

        yield return Decide(state, isFirst, activation, OrderModelInput.Tick);

        // A caller who asks again, and an account that asks after a reservation, move nothing: what they are to be told is compared.
        Decide(state, isFirst, activation, OrderModelInput.Place);
        Decide(state, isFirst, activation, OrderModelInput.Inquire);
        if (!order.IsOver)
        {
            yield return Decide(state, isFirst, activation, OrderModelInput.Cancel);
        }

        foreach (var input in Heard(state))
        {
            yield return Decide(state, isFirst, activation, input);
        }
    }

    private static IEnumerable<OrderModelInput> Heard(OrderModelState state)
    {
        (OrderModelWire, OrderModelInput)[] all =
        [
            (OrderModelWire.Accepted, OrderModelInput.SendAccepted), (OrderModelWire.Rejected, OrderModelInput.SendRejected),
            (OrderModelWire.Uncertain, OrderModelInput.SendUncertain), (OrderModelWire.ReportAccepted, OrderModelInput.ReportAccepted),
            (OrderModelWire.ReportFirst, OrderModelInput.ReportFirst), (OrderModelWire.ReportSecond, OrderModelInput.ReportSecond),
            (OrderModelWire.ReportCanceled, state.Venue.Lots == 1 ? OrderModelInput.ReportCanceled1 : OrderModelInput.ReportCanceled0),
            (OrderModelWire.CancelRefused, OrderModelInput.CancelRefused),
        ];
        return all.Where(message => state.Wire.HasFlag(message.Item1)).Select(message => message.Item2);
    }

    private (string Action, OrderModelState Next) Decide(OrderModelState state, bool isFirst, OrderModelActivation activation, OrderModelInput input)
    {
        var order = activation.Order!.Value;

        // Another activation that sends anew has waited for the horizon of the attempt that this one still knows.
        var isOutrun = order.Attempt > 0 && order.Attempt < state.Durable?.Attempt;
        var time = new OrderModelTime(plant is OrderPlant.AbsenceAtOnce || isOutrun || state.Phase == 2, state.IsPastDeadline);
        var (next, effects) = _rules.Decide(order, input, time);
        onStep?.Invoke(order, input, time, next, effects);
        return (input.ToString(), With(state, isFirst, activation with { Order = next, Todo = effects & CarriedOut }));
    }
}
