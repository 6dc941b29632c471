using System.Text.Json.Nodes;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using OrderEnded = Trading.Domain.Strategies.Instances.OrderEnded;
using OrderFilled = Trading.Domain.Strategies.Instances.OrderFilled;
using PlaceOrder = Trading.Domain.Strategies.Instances.PlaceOrder;
using RaiseAlert = Trading.Domain.Strategies.Instances.RaiseAlert;

namespace Trading.Domain.Tests.Strategies.Instances;

/// <summary>One instance on a bench: a test says what each event shows and what becomes of orders.</summary>
internal sealed class Bench
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CompiledStrategy _strategy;
    private decimal _mark = 100m;
    private decimal _high;
    private decimal _low;
    private decimal _quantity;
    private decimal _entryPrice;
    private decimal _largest;
    private long _roundTrip;
    private DateTimeOffset? _openedAt;

    public Bench(params (string Pointer, string? Json)[] changes)
        : this(Documents.With(changes))
    {
    }

    public Bench(JsonNode document, Instrument? instrument = null)
    {
        _strategy = Documents.Compile(document);
        Instance = new StrategyInstance(
            _strategy, new InstanceIdentity("str-1", Columns.Symbol, "pos-1", (origin, ordinal) => $"{origin}#{ordinal}"),
            instrument ?? Instrument.WithDefaults(Columns.Symbol, "test", 0.1m, 0.01m), [.. Enumerable.Range(0, _strategy.Indicators.Length)], Start);
    }

    public StrategyInstance Instance { get; }

    public InstanceState State => Instance.State;

    public InstanceStatus Status => Instance.State.Status;

    public DateTimeOffset Now { get; private set; } = Start;

    public bool SlotFree { get; set; } = true;

    public bool SymbolFree { get; set; } = true;

    public bool ColumnThrows { get; set; }

    /// <summary>The host has not come back with an answer yet.</summary>
    public bool AnswersLate { get; set; }

    public string[] RiskRefuses { get; set; } = [];

    public decimal Equity { get; set; } = 1_000m;

    public decimal TakerFeeRate { get; set; }

    public ProtectiveStop Stop { get; set; }

    public ProtectionPlan? Protection { get; set; }

    public (decimal Bid, decimal Ask)? Book { get; set; }

    public List<PlaceOrder> Placed { get; } = [];

    public List<CancelOrder> Canceled { get; } = [];

    public List<SignalRecord> Signals { get; } = [];

    public List<RaiseAlert> Alerts { get; } = [];

    public List<InstanceTransition> Transitions { get; } = [];

    public InstanceTransition Last => Transitions[^1];

    public OrderIntent LastIntent => Placed[^1].Intent;

    public decimal Quantity => _quantity;

    public decimal Mark
    {
        get => _mark;
        set
        {
            _mark = value;
            (_high, _low) = (Math.Max(_high, value), Math.Min(_low, value));
        }
    }

    public InstanceView View => new(
        _mark, Book?.Bid ?? _mark - 0.5m, Book?.Ask ?? _mark + 0.5m, _mark,
        new PositionView(_quantity, _quantity == 0m ? 0m : _entryPrice, _largest, _mark, _high, _low, 2, _openedAt, _roundTrip),
        Stop, Equity, Equity, TakerFeeRate, SlotFree, SymbolFree, Protection);

    /// <summary>An event some seconds later. Indicators that are not named are 0, at which no condition of the minimal document is true.</summary>
    public InstanceDecision Event(double secondsLater = 1, params (string Name, double Value)[] values)
    {
        Now += TimeSpan.FromSeconds(secondsLater);
        var byName = values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var columns = new Columns(
            Columns.For(_strategy, 1, name => [byName.GetValueOrDefault(name)]), [Now.ToUnixTimeMilliseconds()])
        { Throws = ColumnThrows };
        columns.Move(0, 1);
        Instance.BeginBlock(columns.Batch, 0, columns, Equity);
        var decision = InstanceDecision.None;
        if (Instance.NextEvent(0) == 0)
        {
            decision = Instance.Evaluate(0, View);
            Carry(decision);
        }

        Instance.EndBlock();
        return decision;
    }

    /// <summary>Signals and enters; the entry order is approved and works.</summary>
    public Bench Enter()
    {
        Event(1, ("a", 1));
        Assert.Equal(InstanceStatus.Signaled, Status);
        Event(1, ("b", 1));
        Assert.Equal(InstanceStatus.Entering, Status);
        return this;
    }

    /// <summary>Enters and fills the whole entry at the mark.</summary>
    public Bench Open()
    {
        Enter();
        Fill(Placed[^1]);
        End(Placed[^1]);
        Event();
        Assert.Equal(InstanceStatus.InPosition, Status);
        return this;
    }

    public void Fill(PlaceOrder order, decimal? quantity = null)
    {
        var filled = Filled(order.OrderId) + (quantity ?? order.Intent.Quantity - Filled(order.OrderId));
        Trade(order.Intent.Side.Sign * (filled - Filled(order.OrderId)), ExitReason.Of(order.Intent.Purpose));
        Instance.Hear(new OrderFilled(order.OrderId, filled, Now));
    }

    public void End(PlaceOrder order, string reason = "filled") => Instance.Hear(new OrderEnded(order.OrderId, reason, Filled(order.OrderId), Now));

    /// <summary>A trade on the position by whoever, at the mark.</summary>
    public void Trade(decimal signed, string reason)
    {
        if (_quantity == 0m)
        {
            (_entryPrice, _largest, _high, _low, _openedAt) = (_mark, 0m, _mark, _mark, Now);
            _roundTrip++;
        }
        else if (Math.Sign(signed) == Math.Sign(_quantity))
        {
            _entryPrice = ((_entryPrice * _quantity) + (_mark * signed)) / (_quantity + signed);
        }

        var net = (_mark - _entryPrice) * -signed;
        _quantity += signed;
        _largest = Math.Max(_largest, Math.Abs(_quantity));
        if (_quantity == 0m)
        {
            _openedAt = null;
            Instance.Hear(new Domain.Strategies.Instances.PositionClosed(_roundTrip, net, reason, Now));
        }
    }

    public void Carry(InstanceDecision decision)
    {
        if (decision.Transition is { } transition)
        {
            Transitions.Add(transition);
        }

        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case PlaceOrder place:
                    Placed.Add(place);
                    if (AnswersLate)
                    {
                        break;
                    }

                    Carry(Instance.Answer(RiskRefuses.Length > 0 ? OrderAnswer.Refused(place.OrderId, [.. RiskRefuses]) : OrderAnswer.Approved(place.OrderId)));
                    break;
                case CancelOrder cancel:
                    Canceled.Add(cancel);
                    break;
                case SignalChanged changed:
                    Signals.Add(changed.Signal);
                    break;
                case Domain.Strategies.Instances.RaiseAlert alert:
                    Alerts.Add(alert);
                    break;
            }
        }
    }

    private decimal Filled(string orderId) =>
        new[] { State.Entry, State.Step, State.Closing }.FirstOrDefault(order => order?.Id == orderId)?.Filled ?? 0m;
}
