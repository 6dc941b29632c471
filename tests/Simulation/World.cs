using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Simulation.Accounts;
using Trading.Simulation.Cluster;
using Trading.Simulation.Evidence;
using Trading.Simulation.Faults;
using Trading.Simulation.Orders;
using Trading.Simulation.Positions;
using Trading.Simulation.Time;
using Trading.Simulation.Traders;
using Trading.Simulation.Venue;

namespace Trading.Simulation;

/// <summary>
/// One seeded run: a cluster, a database, an exchange and traders in virtual time on one thread, around the production
/// machines. Everything follows from the seed.
/// </summary>
internal sealed class World
{
    private const long SecondMs = 1_000;
    private const long SettleMaxMs = 240_000;
    private const long RetireAfterMs = 25 * 60 * 60 * 1_000L;

    // Four minutes before a funding time, so that longer runs pay one.
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 7, 57, 30, TimeSpan.Zero);
    private static readonly string[] Names = ["BTC_USDT", "ETH_USDT", "XRP_USDT", "SOL_USDT"];

    private readonly Dictionary<string, int> _writes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private int _session = 1;

    public World(ulong seed, WorldOptions options)
    {
        Options = options;
        Dice = new Dice(seed);
        Agenda = new Agenda();
        History = new History(Agenda) { Trace = options.Trace };
        Injector = new Injector(Dice, options.Rates ?? FaultRates.Draw(Dice));
        CrashPoints = new CrashPoints(options.FatalPoint);
        Evidence = new EvidenceLog();
        Journal = new Journal(Evidence);
        Symbols = [.. Names.Take(options.Symbols).Select(Symbol.Parse)];
        Instruments = [.. Symbols.Select(symbol => Instrument.WithDefaults(symbol, "sim", 0.01m, 0.001m))];
        Directory = new GrainDirectory(this);
        Storage = new StateStorage(this);
        Reminders = new Reminders(this);
        Messages = new Messages(this);
        Orders = new OrderGrains(this);
        Stream = new PrivateStream(this);
        Session = new ExchangeSession(this);
        Silos = [.. Enumerable.Range(0, options.Silos).Select(number => new Silo(this, number))];
        Exchange = new Exchange(this);
        Traders = new TraderDesk(this);
    }

    public WorldOptions Options { get; }

    public Dice Dice { get; }

    public Agenda Agenda { get; }

    public History History { get; }

    public Injector Injector { get; }

    public CrashPoints CrashPoints { get; }

    public EvidenceLog Evidence { get; }

    public Journal Journal { get; }

    public ImmutableArray<Symbol> Symbols { get; }

    public ImmutableArray<Instrument> Instruments { get; }

    public GrainDirectory Directory { get; }

    public StateStorage Storage { get; }

    public Reminders Reminders { get; }

    public Messages Messages { get; }

    public OrderGrains Orders { get; }

    public PrivateStream Stream { get; }

    public ExchangeSession Session { get; }

    public Silo[] Silos { get; }

    public Exchange Exchange { get; }

    public TraderDesk Traders { get; }

    /// <summary>All is over: only what ended is still to be forgotten.</summary>
    public bool IsRetiring { get; private set; }

    /// <summary>What ended has been woken to retire; the sweep sees to what did not hear it.</summary>
    public bool IsDayOver { get; private set; }

    public string AccountKey => "acc-sim:demo";

    /// <summary>Stopped sessions are never started again: each start is the next one.</summary>
    public string SessionId { get; private set; } = "ses-simulation0001";

    public long NowMs => Agenda.NowMs;

    public AccountRow AccountRow => Storage.Peek<AccountRow>(AccountKey) ?? NewAccount();

    public bool IsFlatAndTold => Symbols.All(symbol => Exchange.PositionOf(symbol) == 0m
        && Storage.Peek<PositionRow>(PositionKey(symbol)) is null or { Position.IsFlat: true, Outbox.IsEmpty: true });

    public DateTimeOffset TimeAt(long ms) => Epoch.AddMilliseconds(ms);

    public long MsOf(DateTimeOffset time) => (long)(time - Epoch).TotalMilliseconds;

    public long MsSinceEpoch(long ms) => TimeAt(ms).ToUnixTimeMilliseconds();

    public Instrument InstrumentOf(Symbol symbol) => Instruments[Symbols.IndexOf(symbol)];

    public string PositionKey(Symbol symbol) => $"pos-sim:demo:{symbol.KeyPart}";

    public AccountActivation? Account() => Directory.Locate(AccountKey, silo => new AccountActivation(this, silo, AccountKey));

    public PositionActivation? PositionOf(Symbol symbol) =>
        Directory.Locate(PositionKey(symbol), silo => new PositionActivation(this, silo, PositionKey(symbol), symbol));

    public PositionActivation? PositionAt(string key) => PositionOf(Symbols.First(symbol => PositionKey(symbol) == key));

    public AccountRow NewAccount()
    {
        var account = Domain.Accounts.Account.Create(
            AccountKey, "sim", "USDT", 0.0006m,
            new RiskLimits { DayLossPct = 100m, DrawdownPct = 100m, MarketDataAge = TimeSpan.FromSeconds(60), IdenticalOrderWindow = TimeSpan.Zero });
        foreach (var input in new AccountInput[] { new Deposit("initial", Venue.Exchange.InitialBalance, Epoch), new OpenGate(SessionId, Epoch), new RefreshMarks([], Epoch) })
        {
            account = AccountMachine.Decide(account, input).After;
        }

        var deposit = new LedgerEntry(1, Epoch, LedgerKind.Deposit, Venue.Exchange.InitialBalance, Venue.Exchange.InitialBalance, "initial");
        return new AccountRow(account, ImmutableDictionary<string, long>.Empty, [], new Chain<LedgerEntry>(deposit, null), null);
    }

    public PositionRow NewPosition(string key, Symbol symbol) => new(
        Position.Flat(key, symbol), Protection.None, [], [], 0, ImmutableDictionary<string, (string, int)>.Empty, ImmutableDictionary<string, long>.Empty);

    public void BeginSession() => SessionId = FormattableString.Invariant($"ses-simulation{++_session:0000}");

    public void Stored(string key, object state)
    {
        if (state is Order order)
        {
            Orders.Watch(order);
            if (order.IsOver && _ended.Add(key))
            {
                Evidence.Ends.Add(new EndLine(key, NowMs));
            }
        }
    }

    public int WritesOf(string key) => _writes.GetValueOrDefault(key);

    /// <summary>Of an order's life; retiring comes a day after it.</summary>
    public void CountWrite(string key)
    {
        if (Evidence.QuietAtMs is null)
        {
            _writes[key] = _writes.GetValueOrDefault(key) + 1;
        }
    }

    public void Run()
    {
        foreach (var silo in Silos)
        {
            silo.Boot();
        }

        Exchange.Open();
        Traders.Begin();
        Session.Begin();
        Orders.Sweep();
        Agenda.After(SecondMs, Strike);
        Agenda.RunUntil(Options.ActiveMs);
        Injector.IsOn = false;

        // None begins from here on; those that last go on to their end.
        Evidence.FaultsEndedAtMs = Math.Max(NowMs, Math.Max(Storage.DownUntilMs, Silos.Max(silo => silo.FrozenUntilMs)));
        Traders.Leave();
        var giveUpMs = NowMs + SettleMaxMs;
        while (NowMs < giveUpMs && Evidence.QuietAtMs is null)
        {
            Agenda.RunUntil(NowMs + SecondMs);
            if (IsQuiet)
            {
                Evidence.QuietAtMs = NowMs;
            }
        }

        if (Options.Retires && Evidence.QuietAtMs is not null)
        {
            Exchange.Close();
            IsRetiring = true;

            // What ended a day ago is the sweep's to wake, also where no other sweep is.
            Agenda.After(RetireAfterMs, Orders.WakeDue);
            Agenda.RunUntil(NowMs + RetireAfterMs);
            IsDayOver = true;
            Orders.Sweep();
            Agenda.RunUntil(NowMs + SettleMaxMs);
        }

        EvidenceGathering.Gather(this);
    }

    private bool IsQuiet =>
        Traders is { IsStopped: true, AreIdle: true } && Session.Pending == 0 && IsFlatAndTold && Reminders.Count == 0
        && Storage.All<Order>().All(order => order.IsOver && order.Outbox.IsEmpty)
        && Storage.All<PositionRow>().All(row => row is { Commands.IsEmpty: true, Protection.HasOrders: false })
        && AccountRow is { Commands.IsEmpty: true, Account.Reservations.IsEmpty: true } && AccountRow.Account.Balance == Exchange.Balance;

    /// <summary>What strikes by the clock.</summary>
    private void Strike()
    {
        if (!Injector.IsOn)
        {
            return;
        }

        Agenda.After(SecondMs, Strike);
        if (!Storage.IsDown && Injector.IsDrawn(Fault.StorageDown))
        {
            Storage.GoDown(Dice.Between(500, 15_000), isFailover: false);
        }
        else if (!Storage.IsDown && Injector.IsDrawn(Fault.StorageFailover))
        {
            Storage.GoDown(Dice.Between(200, 3_000), isFailover: true);
        }

        var silo = Silos[Dice.Next(Silos.Length)];
        if (silo is { IsUp: true, IsFrozen: false } && Injector.Strikes(Fault.SiloFrozen))
        {
            silo.Freeze();
        }

        if (Injector.IsDrawn(Fault.SocketDropWithFillsInTheGap))
        {
            var forMs = Dice.Between(500, 12_000);
            Stream.Cut(forMs);
            Agenda.After(forMs, Session.Reconcile);
        }

        var symbol = Symbols[Dice.Next(Symbols.Length)];
        if (Injector.IsDrawn(Fault.PositionChangedByHand))
        {
            Exchange.TradeByHand(symbol);
        }

        if (Injector.IsDrawn(Fault.Liquidation))
        {
            Exchange.Crash(symbol);
        }

        if (Injector.Strikes(Fault.StopDuringEntry))
        {
            Traders.StopAndStart();
        }

        if (Injector.Strikes(Fault.KillSwitch))
        {
            Traders.Kill();
        }
    }
}
