using Trading.Domain.Orders;
using static Trading.Simulation.Tests.Models.Orders.OrderModelEffects;

namespace Trading.Simulation.Tests.Models.Orders;

/// <summary>The submission protocol of spec/orders.md once more, small enough to be looked through: what the production machine must agree with.</summary>
internal sealed class OrderModelRules(bool isReducing)
{
    private const int AgreeingQueries = 2;

    // Who is told of what: the journal of every step, the instance of what changes its order, the account and the position of money.
    private const OrderModelEffects Ask = Query | ArmRetry;
    private const OrderModelEffects AskToCancel = OrderModelEffects.Cancel | ArmRetry;
    private const OrderModelEffects Doubted = WriteSoon | TellJournal;

    private OrderModelMachine _order;
    private OrderModelEffects _effects;
    private OrderModelTime _time;

    public (OrderModelMachine Next, OrderModelEffects Effects) Place() => (
        OrderModelMachine.Placed, Write | ArmDeadline | TellJournal | (isReducing ? None : ClaimMargin) | Answer | ComeBack);

    public (OrderModelMachine Next, OrderModelEffects Effects) Decide(OrderModelMachine order, OrderModelInput input, OrderModelTime time)
    {
        (_order, _effects, _time) = (order, None, time);
        switch (input)
        {
            case OrderModelInput.Place:
                Do(Answer);
                break;
            case OrderModelInput.Inquire:
                Do(WriteSoon | (order.IsOver ? FreeMargin : ClaimMargin));
                break;
            case OrderModelInput.Proceed or OrderModelInput.ProceedLate when order.Status is OrderStatus.PendingNew:
                GoOn(isLate: input is OrderModelInput.ProceedLate);
                break;
            case OrderModelInput.Activated:
                Activate();
                break;
            case OrderModelInput.Tick:
                Wake();
                break;
            case OrderModelInput.SendAccepted or OrderModelInput.ReportAccepted:
                Accept(hasId: true);
                break;
            case OrderModelInput.SendRejected when !order.IsOver:
                if (order.IsShown)
                {
                    Do(Alert | Ask);
                }
                else
                {
                    End(OrderStatus.Rejected);
                }

                break;
            case OrderModelInput.SendUncertain when order.Status is OrderStatus.Submitting:
                _order = _order with { Status = OrderStatus.Unknown };
                Do(Doubted | Ask);
                break;
            case OrderModelInput.ReportFirst:
                Fill(1);
                break;
            case OrderModelInput.ReportSecond:
                Fill(2);
                break;
            case OrderModelInput.ReportCanceled0 or OrderModelInput.ReportCanceled1:
                Close(input is OrderModelInput.ReportCanceled1 ? 1 : 0);
                break;
            case OrderModelInput.FoundWorking0 or OrderModelInput.FoundWorking1 or OrderModelInput.FoundFilled:
                Adopt(input switch { OrderModelInput.FoundFilled => 2, OrderModelInput.FoundWorking1 => 1, _ => 0 }, isCanceled: false);
                break;
            case OrderModelInput.FoundCanceled0 or OrderModelInput.FoundCanceled1:
                Adopt(input is OrderModelInput.FoundCanceled1 ? 1 : 0, isCanceled: true);
                break;
            case OrderModelInput.NotFound:
                NoteAbsence();
                break;
            case OrderModelInput.QueryFailed or OrderModelInput.CancelFailed:
                Fail(isCancel: input is OrderModelInput.CancelFailed);
                break;
            case OrderModelInput.CancelRefused when order.Status is OrderStatus.PendingCancel:
                Do(order.HasFailed ? ArmRetry : Ask);
                _order = _order with { HasFailed = true };
                break;
            case OrderModelInput.Cancel:
                RequestCancel(1);
                break;
        }

        // One write is enough, and the one that must not wait holds.
        return (_order, _effects.HasFlag(Write) ? _effects & ~WriteSoon : _effects);
    }

    private bool Waits => _order.Status is OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel || _order.Owed > 0 || _order.Absences > 0;

    private void Do(OrderModelEffects effects) => _effects |= effects;

    private void GoOn(bool isLate)
    {
        if (_time.IsPastDeadline || (isLate && !isReducing))
        {
            End(OrderStatus.NotPlaced);
        }
        else
        {
            Fence();
        }
    }

    private void Fence()
    {
        _order = _order with { Status = OrderStatus.Submitting, Absences = 0, Attempt = (byte)(_order.Attempt + 1) };
        Do(Write | TellJournal | Send | ArmRetry);
    }

    private void Activate()
    {
        // Nothing that was told is acknowledged in the model.
        Do(TellAgain);
        GoOnFromStorage();
        if (!_order.IsOver && !_time.IsPastDeadline)
        {
            Do(ArmDeadline);
        }
    }

    private void GoOnFromStorage()
    {
        if (_order.Status is not (OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel))
        {
            Wake();
            return;
        }

        if (_order.Status is not OrderStatus.PendingCancel && _order.Owed == 0 && _time.IsPastDeadline)
        {
            RequestCancel(2);
        }
        else if (_order.Status is OrderStatus.Submitting)
        {
            _order = _order with { Status = OrderStatus.Unknown };
            Do(Doubted);
        }
        else if (_order.Status is OrderStatus.PendingCancel && _order.Owed == 0)
        {
            Do(AskToCancel);
        }

        Do(Ask);
    }

    private void Wake()
    {
        switch (_order.Status)
        {
            case OrderStatus.PendingNew:
                GoOn(isLate: true);
                break;
            case OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.New or OrderStatus.PartiallyFilled when _order.Owed == 0 && _time.IsPastDeadline:
                RequestCancel(2);
                break;
            case OrderStatus.Submitting when _time.IsPastHorizon:
                _order = _order with { Status = OrderStatus.Unknown };
                Do(Doubted | Ask);
                break;
            case OrderStatus.Submitting:
                Do(ArmRetry);
                break;
            case OrderStatus.Unknown or OrderStatus.PendingCancel:
                Do(Ask);
                break;
            case OrderStatus.New or OrderStatus.PartiallyFilled:
                Do((Waits ? Ask : None) | (_time.IsPastDeadline ? None : ArmDeadline));
                break;
            default:
                Do(DisarmDeadline);
                break;
        }
    }

    private void Accept(bool hasId)
    {
        if (_order.IsShown && (!hasId || _order.HasId))
        {
            return;
        }

        var wasCanceling = _order.Status is OrderStatus.PendingCancel;
        Show();
        _order = _order with { HasId = true };
        Do(WriteSoon | TellJournal | (_order.IsOver ? None : TellInstance) | (wasCanceling ? AskToCancel : None));
    }

    private void Show() => _order = _order with
    {
        Status = _order.Status is OrderStatus.PendingNew or OrderStatus.Submitting or OrderStatus.Unknown ? OrderStatus.New : _order.Status,
        IsShown = true,
        Absences = 0,
        HasFailed = false,
    };

    private void Fill(byte lot)
    {
        if ((_order.Fills & lot) != 0)
        {
            return;
        }

        var wasOver = _order.IsOver;
        Show();
        _order = _order with { Fills = (byte)(_order.Fills | lot) };
        Do(Write | TellJournal | TellAccount | TellPosition | TellInstance);
        if (wasOver)
        {
            Do(Alert);
            return;
        }

        _order = _order with { Status = _order.Status is OrderStatus.PendingCancel ? OrderStatus.PendingCancel : OrderStatus.PartiallyFilled };
        if (_order.Lots == 2)
        {
            End(OrderStatus.Filled);
        }
        else if (_order.Owed > 0 && _order.Lots >= _order.Owed - 1)
        {
            EndCanceled();
        }
    }

    private void Close(int lots)
    {
        if (_order.IsOver)
        {
            return;
        }

        if (_order.Lots >= lots)
        {
            EndCanceled();
        }
        else if (_order.Owed == 0 || lots > _order.Owed - 1)
        {
            Show();
            _order = _order with { Owed = (byte)(lots + 1) };
            Do(WriteSoon | TellJournal | Ask);
        }
    }

    private void Adopt(int lots, bool isCanceled)
    {
        for (var lot = 0; lot < lots; lot++)
        {
            Fill((byte)(1 << lot));
        }

        if (!_order.IsOver || (!isCanceled && lots < 2))
        {
            Accept(hasId: true);
        }

        if (isCanceled)
        {
            Close(lots);
        }

        if (_order.IsOver)
        {
            return;
        }

        if (_order.Owed > 0)
        {
            NoteAbsence();
        }
        else if (_order.Status is OrderStatus.PendingCancel)
        {
            _order = _order with { Absences = 0 };
            Do(AskToCancel);
        }
        else
        {
            _order = _order with { Absences = 0, HasFailed = false };
        }
    }

    private void NoteAbsence()
    {
        if (_order.IsOver || _order.Status is OrderStatus.PendingNew)
        {
            return;
        }

        if (!_time.IsPastHorizon)
        {
            if (Waits)
            {
                _order = _order with { Absences = 0, HasFailed = true };
                Do(ArmRetry);
            }

            return;
        }

        _order = _order with { Absences = (byte)(_order.Absences + 1), HasFailed = false };
        if (_order.Absences < AgreeingQueries)
        {
            Do(ArmRetry);
            return;
        }

        if (_order.Owed > 0)
        {
            Do(Alert);
            EndCanceled();
        }
        else if (_order.IsShown)
        {
            Do(Alert);
            End(_order.Cancel == 2 ? OrderStatus.Expired : OrderStatus.Canceled);
        }
        else if (isReducing && _order.Status is not OrderStatus.PendingCancel && !_time.IsPastDeadline)
        {
            Fence();
        }
        else
        {
            End(OrderStatus.NotPlaced);
        }
    }

    private void Fail(bool isCancel)
    {
        if (isCancel ? _order.Status is OrderStatus.PendingCancel : Waits)
        {
            _order = _order with { HasFailed = true };
            Do(ArmRetry);
        }
    }

    private void RequestCancel(byte by)
    {
        if (_order.Status is OrderStatus.PendingNew)
        {
            End(OrderStatus.NotPlaced);
        }
        else if (!_order.IsOver && _order.Owed == 0 && _order.Status is not OrderStatus.PendingCancel)
        {
            _order = _order with { Status = OrderStatus.PendingCancel, Cancel = by, HasFailed = false };
            Do(Write | TellJournal | AskToCancel);
        }
    }

    private void EndCanceled() => End(_order.Cancel == 2 ? OrderStatus.Expired : OrderStatus.Canceled);

    private void End(OrderStatus status)
    {
        _order = _order with { Status = status, Owed = 0, Absences = 0, HasFailed = false };
        Do(Write | DisarmDeadline | DisarmRetry | TellJournal | TellInstance | (isReducing ? TellAccount : FreeMargin));
    }
}
