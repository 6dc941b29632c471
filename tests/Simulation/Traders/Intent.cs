using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Simulation.Traders;

/// <summary>One thing that a trader wants, asked again under the same id until he has an answer.</summary>
internal sealed class Intent(OrderRequest request)
{
    public OrderRequest Request => request;

    public RiskVerdict? Verdict { get; set; }

    public bool IsAnswered { get; set; }

    public bool IsGivenUp { get; set; }

    public int Tries { get; set; }
}
