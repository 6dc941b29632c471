using System.Globalization;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using OrderEnded = Trading.Domain.Strategies.Instances.OrderEnded;
using OrderFilled = Trading.Domain.Strategies.Instances.OrderFilled;
using PlaceOrder = Trading.Domain.Strategies.Instances.PlaceOrder;

namespace Trading.Domain.Tests.Strategies;

/// <summary>
/// A host and a capricious venue for one instance. Everything that happens is a function of the seed and the event, never of how
/// the events were cut into blocks, so that two hosts with other cuts must see the same history. Checks the promises as it goes.
/// </summary>
internal sealed class RandomHost
{
    private static readonly Instrument Instrument = Instrument.WithDefaults(Columns.Symbol, "test", 0.1m, 0.001m);

    private readonly CompiledStrategy _strategy;
    private readonly Columns _columns;
    private readonly int _seed;
    private readonly Random _cuts;
    private readonly int _blockMax;
    private readonly bool _restores;
    private readonly decimal[] _marks;
    private readonly List<Working> _working = [];
    private readonly HashSet<(string, int)> _asked = [];
    private readonly HashSet<OrderPurpose> _purposes = [];
    private decimal _quantity;
    private decimal _entryPrice;
    private decimal _largest;
    private decimal _high;
    private decimal _low;
    private DateTimeOffset? _openedAt;
    private long _roundTrip;
    private InstanceStatus _status = InstanceStatus.Watching;

    public RandomHost(CompiledStrategy strategy, Columns columns, int seed, int blockMax, int cutSeed = 0, bool restores = false)
    {
        (_strategy, _columns, _seed, _blockMax, _restores) = (strategy, columns, seed, blockMax, restores);
        _cuts = new Random(cutSeed);
        var random = new Random(seed);
        _marks = new decimal[columns.Length];
        var mark = 100m;
        for (var i = 0; i < _marks.Length; i++)
        {
            mark = random.Next(3) == 0 ? Math.Max(1m, mark + (random.Next(-20, 21) / 10m)) : mark;
            _marks[i] = mark;
        }

        Instance = NewInstance();
    }

    public StrategyInstance Instance { get; private set; }

    /// <summary>Everything that was decided, in order.</summary>
    public List<string> Log { get; } = [];

    public IReadOnlySet<OrderPurpose> Purposes => _purposes;

    public HashSet<InstanceStatus> Statuses { get; } = [InstanceStatus.Watching];

    public void RunAll()
    {
        var offset = 0;
        while (offset < _columns.Length)
        {
            var count = Math.Min(_cuts.Next(1, _blockMax + 1), _columns.Length - offset);
            _columns.Move(offset, count);
            offset += RunBlock(offset, count);
        }
    }

    /// <returns>Events done: fewer than the block's when the instance was replaced within it.</returns>
    private int RunBlock(int offset, int count)
    {
        Instance.BeginBlock(_columns.Batch, offset, _columns, 1_000m);
        var next = -1;
        for (var i = 0; i < count; i++)
        {
            if (_restores && i > 0 && _cuts.Next(6) == 0)
            {
                Replace(i);
                return i;
            }

            if (Advance(offset + i, i))
            {
                next = -1;
            }

            if (next < i)
            {
                next = Instance.NextEvent(i);
            }

            if (next == i || Instance.NeedsEveryEvent)
            {
                Carry(Instance.Evaluate(i, View(offset + i)), offset + i);
                next = -1;
            }

            Check(offset + i);
        }

        Instance.EndBlock();
        if (offset + count == _columns.Length)
        {
            Log.Add(Leaves(Instance.WhyNot().Leaves, offset + count));
        }

        return count;
    }

    /// <summary>As after a crash: a new instance from the stored snapshot, through JSON.</summary>
    private void Replace(int behind)
    {
        var json = SnapshotJson.Write(Instance.Snapshot(behind));
        Instance = NewInstance();
        Instance.Restore(SnapshotJson.Read<InstanceSnapshot>(json));
    }

    private StrategyInstance NewInstance() => new(
        _strategy, new InstanceIdentity("str-1", Columns.Symbol, "pos-1", (origin, ordinal) => $"{origin}#{ordinal}"), Instrument,
        [.. Enumerable.Range(0, _strategy.Indicators.Length)], DateTimeOffset.UnixEpoch);

    private int Dice(int what, int index, int sides)
    {
        var hash = (uint)HashCode(_seed, what, index);
        hash ^= hash >> 15;
        hash *= 2246822519u;
        hash ^= hash >> 13;
        return (int)(hash % (uint)sides);
    }

    /// <summary>The same in every process, unlike the framework's.</summary>
    private static int HashCode(int one, int two, int three) => unchecked((((one * 16777619) ^ two) * 16777619) ^ (three * 374761393));

    private static int HashCode(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    private DateTimeOffset TimeOf(int index) => DateTimeOffset.FromUnixTimeMilliseconds(_columns.Batch.Events[index].TimeMs);

    /// <returns>True when the instance was told something.</returns>
    private bool Advance(int index, int behind)
    {
        var told = false;
        (_high, _low) = (Math.Max(_high, _marks[index]), Math.Min(_low, _marks[index]));
        for (var n = 0; n < _working.Count; n++)
        {
            told |= Advance(_working[n], index);
        }

        if (_quantity != 0m && Dice(1, index, 300) == 0)
        {
            Trade(-_quantity, index, Dice(2, index, 2) == 0 ? ExitReason.Manual : ExitReason.Liquidation);
            told = true;
        }

        if (Dice(3, index, 400) == 0)
        {
            Instance.Pause(behind);
            told = true;
        }
        else if (Instance.State.IsPaused && Dice(4, index, 20) == 0)
        {
            var decision = Instance.Resume(TimeOf(index), _marks[index], behind);
            Assert.NotNull(decision);
            Carry(decision, index);
            told = true;
        }

        return told;
    }

    private bool Advance(Working order, int index)
    {
        var dice = Dice(order.Hash, index, 12);
        var left = order.Intent.Quantity - order.Filled;
        if (order.Ended)
        {
            if (dice != 0 || left <= 0m || order.Intent.ReduceOnly || Dice(order.Hash + 7, index, 8) != 0)
            {
                return false;
            }

            Fill(order, left, index);
            return true;
        }

        if (order.CancelAsked && dice < 6)
        {
            End(order, "requested", index);
            return true;
        }

        switch (dice)
        {
            case 0 or 1 when order.Intent.ReduceOnly && _quantity == 0m:
                End(order, "reduce_only", index);
                return true;
            case 0 or 1 or 6 or 7:
                Fill(order, left, index);
                End(order, "filled", index);
                return true;
            case 2 or 8 when left >= 0.002m:
                Fill(order, Instrument.TruncateToLot(left / 2m), index);
                return true;
            case 3:
                End(order, "timeout", index);
                return true;
            default:
                return false;
        }
    }

    private void Fill(Working order, decimal quantity, int index)
    {
        var signed = order.Intent.Side.Sign * quantity;
        if (order.Intent.ReduceOnly)
        {
            if (Math.Sign(signed) == Math.Sign(_quantity) || _quantity == 0m)
            {
                return;
            }

            signed = Math.Sign(signed) * Math.Min(Math.Abs(signed), Math.Abs(_quantity));
        }

        order.Filled += Math.Abs(signed);
        Trade(signed, index, ExitReason.Of(order.Intent.Purpose));
        Instance.Hear(new OrderFilled(order.Id, order.Filled, TimeOf(index)));
    }

    private void End(Working order, string reason, int index)
    {
        order.Ended = true;
        Instance.Hear(new OrderEnded(order.Id, reason, order.Filled, TimeOf(index)));
    }

    private void Trade(decimal signed, int index, string reason)
    {
        var mark = _marks[index];
        if (_quantity == 0m)
        {
            (_entryPrice, _largest, _high, _low, _openedAt) = (mark, 0m, mark, mark, TimeOf(index));
            _roundTrip++;
        }
        else if (Math.Sign(signed) == Math.Sign(_quantity))
        {
            _entryPrice = ((_entryPrice * _quantity) + (mark * signed)) / (_quantity + signed);
        }

        var net = (mark - _entryPrice) * -signed;
        _quantity += signed;
        _largest = Math.Max(_largest, Math.Abs(_quantity));
        if (_quantity == 0m)
        {
            _openedAt = null;
            Instance.Hear(new Domain.Strategies.Instances.PositionClosed(_roundTrip, net, reason, TimeOf(index)));
        }
    }

    private InstanceView View(int index) => new(
        _marks[index], _marks[index] - 0.1m, _marks[index] + 0.1m, _marks[index],
        new PositionView(_quantity, _quantity == 0m ? 0m : _entryPrice, _largest, _marks[index], _high, _low, 1, _openedAt, _roundTrip),
        ProtectiveStop.None, 1_000m, 1_000m, 0.0006m, Dice(5, index, 8) != 0, Dice(6, index, 9) != 0);

    private void Carry(InstanceDecision decision, int index)
    {
        if (decision.Transition is { } transition)
        {
            Assert.Equal(_status, transition.From);
            _status = transition.To;
            Statuses.Add(_status);
            Log.Add($"{index} {transition.From}>{transition.To} {transition.Section} {transition.Signal} {transition.OrderId} {transition.Reason} {Leaves(transition.Leaves, index)}");
        }

        foreach (var effect in decision.Effects)
        {
            Log.Add($"{index} {(effect is SignalChanged changed ? changed.Signal.ToString() : effect.ToString())}");
            switch (effect)
            {
                case PlaceOrder place:
                    Place(place, index);
                    break;
                case CancelOrder cancel:
                    _working.First(order => order.Id == cancel.OrderId).CancelAsked = true;
                    break;
            }
        }
    }

    private void Place(PlaceOrder place, int index)
    {
        var intent = place.Intent;
        Assert.True(_asked.Add((intent.Origin, intent.Ordinal)), $"{intent.Origin} #{intent.Ordinal} was asked for twice.");
        Assert.Equal(intent.Purpose is not OrderPurpose.Entry, intent.ReduceOnly);
        Assert.True(intent.Quantity > 0m);
        if (intent.Purpose is OrderPurpose.Exit)
        {
            Assert.Equal(Math.Abs(_quantity), intent.Quantity);
            Assert.DoesNotContain(_working, order => !order.Ended && order.Intent.Purpose is OrderPurpose.Exit);
        }

        if (intent.ReduceOnly)
        {
            Assert.Equal(-Math.Sign(_quantity), intent.Side.Sign);
        }

        _purposes.Add(intent.Purpose);
        var refused = Dice(HashCode(place.OrderId), 0, 6) == 0;
        if (!refused)
        {
            _working.Add(new Working(place.OrderId, intent));
        }

        Carry(Instance.Answer(refused ? OrderAnswer.Refused(place.OrderId, "risk:test", "risk:other") : OrderAnswer.Approved(place.OrderId)), index);
    }

    private void Check(int index)
    {
        var state = Instance.State;
        Assert.Equal(_status, state.Status);
        if (_quantity != 0m && !state.LateFill)
        {
            Assert.True(Instance.HoldsSymbol, $"At {index} the position of {_quantity} is nobody's: {state}.");
        }

        if (_working.Exists(order => !order.Ended && order.Intent.Purpose is OrderPurpose.Entry))
        {
            Assert.Equal(InstanceStatus.Entering, state.Status);
        }
    }

    private static string Leaves(IEnumerable<LeafReading> leaves, int index) =>
        $"{index}: {string.Join(";", leaves.Select(leaf => string.Create(CultureInfo.InvariantCulture, $"{leaf.Pointer} {leaf.Value} {leaf.Verdict} {leaf.Distance} {leaf.Closest}")))}";

    private sealed record Working(string Id, OrderIntent Intent)
    {
        public int Hash { get; } = HashCode(Id);

        public decimal Filled { get; set; }

        public bool CancelAsked { get; set; }

        public bool Ended { get; set; }
    }
}
