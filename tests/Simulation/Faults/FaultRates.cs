using Trading.Simulation.Time;

namespace Trading.Simulation.Faults;

/// <summary>How often each fault strikes when it may, of 10 000.</summary>
internal sealed class FaultRates
{
    private const int Whole = 10_000;

    private readonly int[] _rates = new int[Enum.GetValues<Fault>().Length];

    public static FaultRates None => new();

    public int this[Fault fault] => _rates[(int)fault];

    /// <summary>Each seed draws its own mixture: some faults are left out, so that the others meet in every company.</summary>
    public static FaultRates Draw(Dice dice)
    {
        var rates = new FaultRates();
        foreach (var fault in Enum.GetValues<Fault>())
        {
            var strength = dice.Next(4);
            rates._rates[(int)fault] = Usual(fault) * strength / 2;
        }

        return rates;
    }

    public static FaultRates Only(params ReadOnlySpan<Fault> faults)
    {
        var rates = new FaultRates();
        foreach (var fault in faults)
        {
            rates._rates[(int)fault] = Usual(fault) * 2;
        }

        return rates;
    }

    public FaultRates With(Fault fault, int rate)
    {
        _rates[(int)fault] = rate;
        return this;
    }

    public bool Strikes(Fault fault, Dice dice)
    {
        var rate = _rates[(int)fault];
        return rate > 0 && dice.Next(Whole) < rate;
    }

    private static int Usual(Fault fault) => fault switch
    {
        Fault.AcceptedResponseLost or Fault.RequestNeverArrived or Fault.RequestArrivedLate or Fault.DuplicateSubmit => 500,
        Fault.ReportReordered or Fault.ReportDuplicated or Fault.ReportLost => 800,
        Fault.PartialFillThenSilence => 500,
        Fault.RejectKnownCode or Fault.RejectUnknownCode or Fault.RateLimited => 300,
        Fault.RefusedThoughTaken => 30,
        Fault.CrashBeforeWrite or Fault.CrashAfterWrite => 8,
        Fault.CrashBeforeSend or Fault.CrashAfterSend => 40,
        Fault.WriteLost or Fault.WriteAppliedAckLost => 60,
        Fault.DuplicateActivation => 60,
        Fault.ReminderMissed or Fault.ReminderFiveTimes => 3_000,
        Fault.QueryFailed => 1_000,
        Fault.QueryLagged => 3_000,
        Fault.CancelLost => 1_500,
        Fault.MessageLost or Fault.MessageDuplicated or Fault.MessageLate => 200,
        Fault.CallerGone => 150,

        // These strike by the clock: of 10 000 a second.
        Fault.StorageDown or Fault.StorageFailover => 100,
        Fault.SiloFrozen => 80,
        Fault.SocketDropWithFillsInTheGap => 150,
        Fault.PositionChangedByHand or Fault.Liquidation => 60,
        Fault.StopDuringEntry => 150,
        Fault.KillSwitch => 30,
        Fault.ClockSkewed => 7_000,
        _ => 0,
    };
}
