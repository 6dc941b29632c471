namespace Trading.Simulation.Evidence;

/// <summary>What the checker judges by: plain lines of the venue, the clients and the service, and no type of the platform.</summary>
internal sealed class EvidenceLog
{
    public List<VenueLine> Venue { get; } = [];

    public List<CreateLine> Creates { get; } = [];

    public List<ClientLine> Client { get; } = [];

    public List<JournalLine> Journal { get; } = [];

    public List<ApprovalLine> Approvals { get; } = [];

    public List<AlertLine> Alerts { get; } = [];

    public List<EndLine> Ends { get; } = [];

    public List<OrderAnswer> Orders { get; } = [];

    public List<PositionAnswer> Positions { get; } = [];

    public List<LedgerLine> Ledger { get; } = [];

    public decimal Balance { get; set; }

    public decimal Equity { get; set; }

    public int Reservations { get; set; }

    public int HeldSymbols { get; set; }

    public int OpenSessions { get; set; }

    /// <summary>Orders that the account still remembers the sequence of.</summary>
    public int RememberedOrders { get; set; }

    public decimal VenueBalance { get; set; }

    public Dictionary<string, decimal> VenuePositions { get; } = new(StringComparer.Ordinal);

    public int RemindersLeft { get; set; }

    /// <summary>Timers that woke an order that was over already.</summary>
    public int StrayTicks { get; set; }

    /// <summary>Activations that ended with their process or because a write failed.</summary>
    public int Deaths { get; set; }

    /// <summary>Questions after a reservation that nobody claimed.</summary>
    public int Inquiries { get; set; }

    public long FaultsEndedAtMs { get; set; }

    /// <summary>When everything was over; null when the run was given up before.</summary>
    public long? QuietAtMs { get; set; }

    /// <summary>Positions that were corrected from the exchange, as the alerts say it.</summary>
    public List<string> Corrections { get; } = [];

    /// <summary>A correction stood on the quantities alone: money was booked at a price that was not the exchange's.</summary>
    public bool HasGuessed { get; set; }

    /// <summary>
    /// What a liquidation takes depends on the order in which fills before it were booked: then, or where a price was guessed, the wallet has to
    /// tell the rest. Any other difference of money is a fault of ours.
    /// </summary>
    public bool MoneyMayDiffer => HasGuessed || Venue.Exists(line => line.Kind == "liquidation");

    /// <summary>What made the service throw.</summary>
    public List<string> Exceptions { get; } = [];
}
