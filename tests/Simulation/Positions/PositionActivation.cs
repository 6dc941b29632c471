using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Simulation.Cluster;
using Trading.Simulation.Evidence;
using Trading.Simulation.Orders;

namespace Trading.Simulation.Positions;

/// <summary>The position's host: position and protection machine, an outbox to the account, commands to its protective orders.</summary>
internal sealed class PositionActivation : Activation
{
    private const long RepeatMs = 2_000;

    private readonly Queue<Action> _early = new();
    private readonly CoalescedState<PositionRow> _state;
    private readonly Instrument _instrument;
    private bool _isLoaded;
    private bool _isRepeating;

    public PositionActivation(World world, Silo silo, string key, Symbol symbol)
        : base(world, silo, key)
    {
        _instrument = world.InstrumentOf(symbol);
        _state = new CoalescedState<PositionRow>(world, this, isDone => DiesAround(PathStep.WritePosition, isDone));
        world.Storage.Read<PositionRow>(key, (isRead, row, etag) => Resume(() => Load(isRead, row, etag)));
    }

    public void Hear(OrderBatch batch) => Resume(() => Do(() =>
    {
        var before = _state.Memory;
        var row = before;
        var orderId = batch.Request.Id;
        foreach (var entry in batch.Entries)
        {
            World.History.Note(() => $"{Key} hears {orderId} {entry}");
            row = Take(row, batch.Request, entry);
        }

        Store(before, row, () => World.Orders.Acknowledge(orderId, OrderReceivers.Position, batch.Entries[^1].Sequence));
    }));

    /// <summary>Funding or liquidation, as the exchange reported it.</summary>
    public void Hear(VenueReport report, Action reply) => Resume(() => Do(() =>
    {
        var before = _state.Memory;
        if (report is VenueLiquidated late && before.Reconciliation.IsSettled(late.TradeId))
        {
            _state.WhenDurable(() => World.Messages.Send(reply));
            return;
        }

        if (report is VenueLiquidated liquidated && !before.Position.Seen.Contains(liquidated.TradeId) && before.Position.Quantity != liquidated.Quantity)
        {
            // Fills that came before it are still under way.
            return;
        }

        var events = report switch
        {
            VenueFunding funding => PositionMachine.Decide(before.Position, funding),
            VenueLiquidated forced => PositionMachine.Decide(before.Position, forced),
            _ => [],
        };
        Store(before, Fold(before, events, isOpening: false), () => World.Messages.Send(reply));
    }));

    /// <summary>What the exchange holds: the machine says what is to be made of it.</summary>
    public void Compare(VenueHolding held) => Resume(() => Do(() =>
    {
        var before = _state.Memory;
        var position = before.Position.AtMark(World.Exchange.WalkOf(_instrument.Symbol).Mark);
        var decision = ReconciliationMachine.Decide(position, _instrument, before.Reconciliation, held, Silo.Clock);
        if (decision.Events.IsEmpty && ReferenceEquals(decision.After, before.Reconciliation))
        {
            return;
        }

        World.History.Note(() => $"{Key} {before.Position.Quantity} reconciles with {held.Quantity}: {string.Join("; ", decision.Events)}");
        Store(before, Fold(before with { Reconciliation = decision.After }, decision.Events, isOpening: false), () =>
        {
            if (decision.Alert is { } alert)
            {
                World.Evidence.Alerts.Add(new AlertLine(Key, $"{PositionAlert.Drift} {alert}"));
                World.Evidence.Corrections.Add(alert);
                World.Evidence.HasGuessed |= IsGuess(decision);
            }
        });
    }));

    /// <summary>No execution said why: what was booked is not what happened there, and the wallet has to tell the rest.</summary>
    private static bool IsGuess(ReconciliationDecision decision) => decision.Events.Any(change => change switch
    {
        PositionIncreased increased => increased.TradeId.StartsWith("fix-", StringComparison.Ordinal),
        PositionDecreased decreased => decreased.TradeId.StartsWith("fix-", StringComparison.Ordinal),
        _ => false,
    });

    public void Acknowledge(long upTo) => Resume(() => Do(() =>
    {
        var before = _state.Memory;
        if (before.Outbox.Any(news => news.Sequence <= upTo))
        {
            Store(before, before with { Outbox = before.Outbox.RemoveAll(news => news.Sequence <= upTo) }, () => { });
        }
    }));

    private void Done(long command) => Resume(() => Do(() =>
    {
        var before = _state.Memory;
        if (before.Commands.Any(other => other.Sequence == command))
        {
            Store(before, before with { Commands = before.Commands.RemoveAll(other => other.Sequence == command) }, () => { });
        }
    }));

    private void Do(Action turn)
    {
        if (_isLoaded)
        {
            turn();
        }
        else
        {
            _early.Enqueue(turn);
        }
    }

    private void Load(bool isRead, PositionRow? row, int etag)
    {
        if (!isRead)
        {
            Deactivate();
            return;
        }

        _state.Start(row ?? World.NewPosition(Key, _instrument.Symbol), etag);
        _isLoaded = true;
        while (IsAlive && _early.TryDequeue(out var turn))
        {
            turn();
        }

        Send();
    }

    private PositionRow Take(PositionRow row, OrderRequest request, OutboxEntry entry)
    {
        if (entry.Event is OrderFilled filled && !row.Reconciliation.IsSettled(filled.Fill.TradeId))
        {
            var fill = PositionFill.Of(request, entry.Sequence, filled.Fill, "sim");
            row = Fold(row, PositionMachine.Decide(row.Position, _instrument, fill), isOpening: true);
        }

        if (entry.Event is OrderRetired)
        {
            return row with { Position = row.Position.Forget(request.Id), LastSequences = row.LastSequences.Remove(request.Id), Names = row.Names.Remove(request.Id) };
        }

        if (!row.Names.TryGetValue(request.Id, out var name) || entry.Sequence <= row.LastSequences.GetValueOrDefault(request.Id))
        {
            return row;
        }

        row = row with { LastSequences = row.LastSequences.SetItem(request.Id, entry.Sequence) };
        return entry.Event switch
        {
            OrderAccepted => Want(row, ProtectionMachine.Accepted(row.Protection, name.Origin, name.Ordinal, row.Position, _instrument)),
            OrderTriggered or OrderFilled => Want(row, ProtectionMachine.Triggered(row.Protection, name.Origin, name.Ordinal, row.Position, _instrument)),
            OrderRenewalDue => Want(row, ProtectionMachine.RenewalDue(row.Protection, name.Origin, name.Ordinal, row.Position, _instrument)),
            OrderEnded ended => Want(row, ProtectionMachine.Ended(row.Protection, name.Origin, name.Ordinal, ended.Reason, row.Position, _instrument)),
            OrderRefused refused => Want(row, ProtectionMachine.Ended(row.Protection, name.Origin, name.Ordinal, refused.Reasons[0], row.Position, _instrument)),
            _ => row,
        };
    }

    private PositionRow Fold(PositionRow row, IEnumerable<PositionEvent> events, bool isOpening)
    {
        foreach (var change in events)
        {
            var position = row.Position.AtMark(World.Exchange.WalkOf(_instrument.Symbol).Mark).Apply(change);
            row = row with
            {
                Position = position,
                Sequence = row.Sequence + 1,
                Outbox = row.Outbox.Add(new PositionNews(row.Sequence + 1, PositionBooking.Of(position, change))),
            };
            if (isOpening && change is PositionIncreased { OpensRoundTrip: not null } opened)
            {
                row = Want(row, ProtectionMachine.SetPlan(row.Protection, PlanOf(opened), position, _instrument));
            }
            else if (change is not (PositionFunded or PositionCorrected))
            {
                row = Want(row, ProtectionMachine.Follow(row.Protection, position, _instrument));
            }
        }

        return row;
    }

    private ProtectionPlan PlanOf(PositionIncreased opened)
    {
        // From the position alone: an activation that decides it anew decides the same.
        var variant = opened.OpensRoundTrip!.Value % 3;
        var target = opened.Side is Side.Buy ? _instrument.CeilingToTick(opened.Price * 1.01m) : _instrument.FloorToTick(opened.Price * 0.99m);
        return new ProtectionPlan(variant == 2 ? null : 1m + variant, [], null, null, variant == 1 ? target : null);
    }

    private PositionRow Want(PositionRow row, ProtectionDecision decision)
    {
        row = row with { Protection = decision.After };
        World.History.Note(() => $"{Key} {row.Position.Quantity} wants {string.Join("; ", decision.Commands)} has {string.Join("; ", decision.After.Stop.Orders)} / {string.Join("; ", decision.After.Target.Orders)}");
        foreach (var command in decision.Commands)
        {
            switch (command)
            {
                case PlaceProtective { Intent: var intent }:
                    var id = IdOf(intent.Origin, intent.Ordinal);
                    var owner = row.Position.Open?.Owner ?? PositionOwner.None;
                    var request = new OrderRequest(
                        id, World.AccountKey, owner.Session, owner.Instance, intent.Purpose, intent.Symbol, intent.Side, intent.Type, intent.TimeInForce,
                        intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly, intent.Leverage, intent.Timeout, Silo.Clock);
                    row = Command(row, id, request) with { Names = row.Names.SetItem(id, (intent.Origin, intent.Ordinal)) };
                    break;
                case CancelProtective cancel:
                    row = Command(row, row.Names.First(name => name.Value == (cancel.Origin, cancel.Ordinal)).Key, null);
                    break;
                case AlertUnprotected alert:
                    World.Evidence.Alerts.Add(new AlertLine(Key, $"position_unprotected {alert.Reason}"));
                    break;
            }
        }

        return row;
    }

    private static PositionRow Command(PositionRow row, string orderId, OrderRequest? place) => row with
    {
        Sequence = row.Sequence + 1,
        Commands = row.Commands.Add(new PositionCommand(row.Sequence + 1, orderId, place)),
    };

    private string IdOf(string origin, int ordinal) => ClientOrderId.Create(World.AccountKey, World.SessionId, origin, ordinal);

    private void Store(PositionRow before, PositionRow after, Action onDurable)
    {
        if (ReferenceEquals(before, after))
        {
            _state.WhenDurable(onDurable);
            return;
        }

        _state.Save(after, () =>
        {
            onDurable();
            Send();
        });
    }

    /// <summary>The whole outbox, and the oldest command: its successors wait until it is taken.</summary>
    private void Send()
    {
        var durable = _state.Durable;
        if (!durable.Outbox.IsEmpty)
        {
            var news = durable.Outbox.ToArray();
            World.Messages.Send(() => World.Account()?.Hear(Key, news));
        }

        if (!durable.Commands.IsEmpty)
        {
            var command = durable.Commands[0];
            if (command.Place is { } place && durable.LastSequences.GetValueOrDefault(place.Id) == 0)
            {
                World.Evidence.Client.Add(new ClientLine(
                    World.NowMs, "asked", place.Id, durable.Names.GetValueOrDefault(place.Id).Origin, place.Symbol.Value, place.Side.ToString(), place.Type.ToString(), place.Quantity, place.Price,
                    place.ReduceOnly, place.Leverage));
            }

            World.Messages.Send(() => World.Orders.Post(
                command.OrderId,
                at => command.Place is { } order ? new PlaceOrder(order, at) : new RequestCancel(OrderReasons.Requested, at),
                reply =>
                {
                    if (reply.Kind is OrderReplyKind.Answered)
                    {
                        World.PositionAt(Key)?.Done(command.Sequence);
                    }
                }));
        }

        if (!_isRepeating && !(durable.Outbox.IsEmpty && durable.Commands.IsEmpty))
        {
            _isRepeating = true;
            ResumeAfter(RepeatMs, () =>
            {
                _isRepeating = false;
                Send();
            });
        }
    }
}
