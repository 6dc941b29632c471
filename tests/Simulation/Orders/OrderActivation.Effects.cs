using Trading.Domain.Orders;
using Trading.Simulation.Cluster;
using Trading.Simulation.Evidence;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Orders;

internal sealed partial class OrderActivation
{
    private const long WaitMaxMs = 1_000;
    private static readonly TimeSpan TimerReach = TimeSpan.FromMinutes(2);

    private readonly Dictionary<OrderTimer, int> _timers = [];
    private int _timerNumber;
    private bool _isDirty;
    private bool _isAnswered;
    private bool _answersAtEnd;

    /// <returns>False when the turn goes on later, or not at all.</returns>
    private bool Perform(OrderEffect effect)
    {
        switch (effect)
        {
            case Persist { CanWait: true }:
                WriteSoon();
                return true;
            case Persist:
                Write();
                return false;
            case ArmTimer { Timer: OrderTimer.Deadline or OrderTimer.Renewal } arm:
                Arm(arm);
                World.Reminders.Register(Key, arm.Timer, arm.At, isDone => Resume(() => GoOnIf(isDone)));
                return false;
            case ArmTimer arm:
                Arm(arm);
                return true;
            case DisarmTimer { Timer: OrderTimer.Deadline or OrderTimer.Renewal } disarm:
                _timers.Remove(disarm.Timer);
                World.Reminders.Unregister(Key, disarm.Timer, isDone => Resume(Continue));
                return false;
            case DisarmTimer disarm:
                _timers.Remove(disarm.Timer);
                return true;
            case Reserve reserve:
                Tell(reserve.Sequence, OrderReceivers.Account);
                return true;
            case Release release:
                Tell(release.Sequence, OrderReceivers.Account);
                return true;
            case Tell tell:
                Tell(tell.Sequence, tell.Receivers);
                return true;
            case DeliverOutbox:
                TellAll();
                return true;
            case AnswerCaller:
                Answer();
                return true;
            case Proceed:
                _mail.Enqueue(new Mail(at => new OrderProceeds(at), null));
                return true;
            case RaiseAlert alert:
                World.Evidence.Alerts.Add(new AlertLine(alert.OrderId, alert.Code));
                return true;
            default:
                return Exchange(effect);
        }
    }

    private bool Exchange(OrderEffect effect)
    {
        if (CrashesBy(Fault.CrashBeforeSend))
        {
            return false;
        }

        switch (effect)
        {
            case SendOrder send:
                Send(send);
                break;
            case QueryVenue:
                Query();
                break;
            case SendCancel:
                Cancel();
                break;
            default:
                throw new InvalidOperationException($"Order {Key}: unknown effect {effect.GetType().Name}.");
        }

        return !CrashesBy(Fault.CrashAfterSend);
    }

    private void GoOnIf(bool isDone)
    {
        if (isDone)
        {
            Continue();
        }
        else
        {
            Fail();
        }
    }

    private void WriteSoon()
    {
        if (!_isDirty)
        {
            _isDirty = true;
            ResumeAfter(World.Dice.Between(50, WaitMaxMs), () =>
            {
                if (_isDirty)
                {
                    _mail.Enqueue(default);
                    Pump();
                }
            });
        }
    }

    private void Flush()
    {
        if (!_isDirty)
        {
            return;
        }

        (_effects, _next, _done, _isBusy, _reply, _isAnswered, _isPlacing) = ([], 0, null, true, null, true, false);
        if (!DiesBetween(null, PathStep.WriteLater))
        {
            _done = PathStep.WriteLater;
            Write();
        }
    }

    /// <summary>The first write of a placed order and its alarm clock run side by side; both must hold.</summary>
    private void Write()
    {
        if (CrashesBy(Fault.CrashBeforeWrite))
        {
            return;
        }

        _isDirty = false;
        var written = _memory!;
        var alarm = _isPlacing && _next < _effects.Length && _effects[_next] is ArmTimer { Timer: OrderTimer.Deadline } arm ? arm : null;
        bool? isArmed = alarm is null ? true : null;
        bool? isWritten = null;
        if (alarm is not null)
        {
            _next++;
            if (DiesBetween(null, _done = EffectKinds.NameOf(EffectKind.ArmDeadline)))
            {
                return;
            }

            Arm(alarm);
            World.Reminders.Register(Key, alarm.Timer, alarm.At, isDone => Resume(() =>
            {
                isArmed = isDone;
                if (isWritten is not null || !DiesBetween(EffectKinds.NameOf(EffectKind.ArmDeadline), null))
                {
                    Join();
                }
            }));
        }

        World.CountWrite(Key);
        World.Storage.Write(Key, written, _etag, (outcome, etag) => Resume(() =>
        {
            if (outcome is WriteOutcome.Done)
            {
                (_durable, _etag) = (written, etag);
                isWritten = true;
                if (CrashesBy(Fault.CrashAfterWrite) || (alarm is not null && DiesBetween(EffectKinds.NameOf(EffectKind.PersistNow), null)))
                {
                    return;
                }
            }
            else
            {
                isWritten = false;
            }

            Join();
        }));

        void Join()
        {
            if (isWritten is false)
            {
                Fail();
            }
            else if (isWritten is true && isArmed is true)
            {
                Continue();
            }
            else if (isWritten is true && isArmed is false)
            {
                // The caller is told that placing failed, and nothing is sent: it ends in this turn, before anything else that waits is heard.
                _answer = OrderReplyKind.Failed;
                Answer();
                TellAll();
                Begin(new Mail(at => new PlaceFailed(at), null));
            }
        }
    }

    /// <summary>Memory must never run ahead of storage: what failed ends the activation.</summary>
    private void Fail()
    {
        World.History.Add('!', Key, 0);
        if (World.Options.GoesOnAfterFailedWrite)
        {
            Continue();
            return;
        }

        _answer = OrderReplyKind.Failed;
        Answer();
        Deactivate();
    }

    private void Arm(ArmTimer arm)
    {
        var number = ++_timerNumber;
        _timers[arm.Timer] = number;
        if (arm.At - Silo.Clock < TimerReach)
        {
            ResumeAt(arm.At, () =>
            {
                if (_timers.TryGetValue(arm.Timer, out var current) && current == number)
                {
                    _timers.Remove(arm.Timer);
                    World.Evidence.StrayTicks += _durable is { IsOver: true } ? 1 : 0;
                    Feed(at => new OrderTick(at));
                }
            });
        }
    }
}
