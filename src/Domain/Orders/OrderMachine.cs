using Trading.Domain.Exchanges;

namespace Trading.Domain.Orders;

/// <summary>
/// The whole order protocol (spec: orders): <see cref="Decide"/> judges an input, <see cref="Apply"/> folds an event. Pure:
/// no clock, no I/O. Grains, the replay kernel and the fault simulation interpret the same effects.
/// </summary>
public static partial class OrderMachine
{
    /// <summary>Judges an input. What changes nothing gives neither events nor effects.</summary>
    /// <param name="order">Null while nothing is stored under the id.</param>
    /// <exception cref="OrderConflictException">The id is already used by a different request.</exception>
    /// <exception cref="InvariantException">A report of another order, or a step that no path of the machine has.</exception>
    public static OrderDecision Decide(Order? order, OrderInput input, OrderProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(protocol);

        var turn = new OrderTurn(order, protocol, input.At);
        switch (input)
        {
            case PlaceOrder place:
                Place(turn, place.Request);
                break;
            case RefuseOrder refuse:
                Refuse(turn, refuse);
                break;
            case InquireAfterOrder inquire:
                Inquire(turn, inquire.Request);
                break;
            case RequestCancel { Known: { } known } when order is null:
                Inquire(turn, known);
                break;
            case OrderTick when order is null:
                // The reminder of a place whose write failed: it would ring for ever.
                turn.Disarm(OrderTimer.Deadline);
                break;
            default:
                if (order is not null)
                {
                    Continue(turn, input);
                }

                break;
        }

        return turn.Decision();
    }

    private static void Continue(OrderTurn turn, OrderInput input)
    {
        switch (input)
        {
            case PlaceFailed:
                FailPlacing(turn);
                break;
            case OrderProceeds:
                GoOn(turn);
                break;
            case OrderActivated:
                Recover(turn);
                break;
            case OrderTick:
                Wake(turn);
                break;
            case SendAccepted accepted:
                Accept(turn, accepted.VenueOrderId, accepted.At);
                break;
            case SendRejected rejected:
                RejectSend(turn, rejected);
                break;
            case SendUncertain uncertain:
                DoubtSend(turn, uncertain);
                break;
            case SendNotSent notSent:
                DeferSend(turn, notSent);
                break;
            case VenueReported reported:
                Hear(turn, reported.Report);
                break;
            case QueryFound found:
                Adopt(turn, found.Found, found.AskedAt);
                break;
            case QueryNotFound notFound:
                NoteAbsence(turn, notFound.AskedAt);
                break;
            case OrdersListed listed:
                Recognise(turn, listed);
                break;
            case QueryFailed failed:
                NoteFailure(turn, failed.RetryAfter);
                break;
            case RequestCancel cancel:
                Cancel(turn, cancel.Reason);
                break;
            case CancelAnswered answered:
                NoteCancelAnswer(turn, answered);
                break;
            case OutboxAcknowledged acknowledged:
                Acknowledge(turn, acknowledged);
                break;
            default:
                throw new InvariantException($"Order {turn.Order.Id}: unknown input {input.GetType().Name}.");
        }
    }

    private static void Hear(OrderTurn turn, VenueReport report)
    {
        switch (report)
        {
            case VenueAccepted accepted:
                turn.Require(accepted.OrderId);
                Accept(turn, accepted.VenueOrderId, accepted.At);
                break;
            case VenueRejected rejected:
                turn.Require(rejected.OrderId);
                Reject(turn, rejected.Reason, rejected.At);
                break;
            case VenueTriggered triggered:
                turn.Require(triggered.OrderId);
                Trigger(turn, triggered.At);
                break;
            case VenueFilled filled:
                turn.Require(filled.OrderId);
                TakeFill(turn, filled.Fill);
                break;
            case VenueCanceled canceled:
                turn.Require(canceled.OrderId);
                var status = canceled.Reason == OrderReasons.VenueExpired ? OrderStatus.Expired : OrderStatus.Canceled;
                Close(turn, new OrderEnding(status, canceled.Reason, canceled.FilledQuantity, canceled.At));
                break;
            default:
                throw new InvariantException($"Order {turn.Order.Id}: {report.GetType().Name} is not about an order.");
        }
    }
}
