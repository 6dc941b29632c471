using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Faults;
using Trading.ExchangeSimulator.Ledger;
using Trading.ExchangeSimulator.Pushes;

namespace Trading.ExchangeSimulator;

/// <summary>
/// The exchange behind its doors: one request at a time changes the state, is written down, and is told of. An answer or a push
/// leaves only once what it says is durable.
/// </summary>
internal sealed partial class Exchange
{
    private readonly Lock _gate = new();
    private readonly ExchangeState _state;
    private readonly Journal _journal;
    private readonly PushBoard _board;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, PushShaper> _shapers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadViews> _views = new(StringComparer.Ordinal);
    private readonly List<LateRequest> _late = [];
    private Task _checkpoint = Task.CompletedTask;
    private Task _durable = Task.CompletedTask;

    // Of the request being worked through.
    private readonly List<Input> _inputs = [];
    private readonly List<LedgerLine> _lines = [];
    private readonly List<(string Account, PushPlan Plan)> _pushes = [];

    public Exchange(ExchangeState state, Journal journal, PushBoard board, TimeProvider time)
    {
        (_state, _journal, _board, _time) = (state, journal, board, time);
        foreach (var (name, account) in state.Accounts)
        {
            foreach (var position in account.Venue.Snapshot().Markets)
            {
                foreach (var order in account.Venue.OpenOrders(position.Market.Instrument.Symbol))
                {
                    ViewsOf(name).Seed(order);
                }
            }
        }
    }

    /// <summary>The venue's own clock.</summary>
    public DateTimeOffset Now => Wall + _state.Skew;

    private DateTimeOffset Wall => _time.GetUtcNow();

    /// <summary>One request: what is due before it, itself, and everything it causes, in one durable step.</summary>
    private async Task<Answer> DoAsync(Func<Answer> work)
    {
        Task durable;
        Answer answer;
        lock (_gate)
        {
            _inputs.Clear();
            _lines.Clear();
            _pushes.Clear();
            DeliverLate();
            answer = work();

            // A question changes nothing, but its answer shows what others have: it waits until that is on the disk.
            durable = _inputs.Count == 0 ? _durable : _durable = Commit();
        }

        await durable;
        return answer;
    }

    private Task Commit()
    {
        var pushes = _pushes.ToList();
        var durable = _journal.Append(_inputs, _lines, () => pushes.ForEach(push => _board.Publish(push.Account, push.Plan)));
        if (_journal.WantsCheckpoint && _checkpoint.IsCompleted)
        {
            _checkpoint = _journal.Append(_state.Snapshot());
        }

        return durable;
    }

    private Outcome Apply(Input input)
    {
        var outcome = _state.Apply(input);
        _inputs.Add(input);
        _lines.AddRange(outcome.Lines);
        return outcome;
    }

    /// <summary>Applies an input of one account and tells what it reported.</summary>
    private Outcome Apply(string account, Input input)
    {
        var outcome = Apply(input);
        if (outcome.Reports.IsEmpty)
        {
            return outcome;
        }

        var venue = _state.Accounts[account];
        foreach (var id in outcome.Reports.Select(OrderIds.Of).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            ViewsOf(account).Note(id, venue.Find(id), Wall);
        }

        if (_board.HasListeners(account))
        {
            if (!_shapers.TryGetValue(account, out var shaper))
            {
                _shapers[account] = shaper = new();
            }

            _pushes.Add((account, shaper.Shape(outcome.Reports, venue.Find, (kind, orderId) => Strikes(kind, account, orderId) is not null)));
        }

        return outcome;
    }

    /// <summary>Asks for a fault; one that strikes is written down.</summary>
    private FaultRule? Strikes(string kind, string account, string? orderId, string? on = null)
    {
        if (_state.Plan.Draw(kind, account, orderId, on, _state.LineCount) is not { } armed)
        {
            return null;
        }

        Apply(new FaultInjected(kind, account, orderId, armed.Rule.Key(), armed.Left, Wall));
        return armed.Rule;
    }

    private ReadViews ViewsOf(string account)
    {
        if (!_views.TryGetValue(account, out var views))
        {
            _views[account] = views = new();
        }

        return views;
    }
}
