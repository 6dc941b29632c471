using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Reads the sections of a document. Null where a fault was added.</summary>
internal sealed class SectionParser(IReadOnlySet<string> indicators, Direction direction, FaultList faults)
{
    private const int LeverageMax = 1_000;
    private const int StepsMax = 16;
    private const int ScalePointsMax = 64;
    private const int CountMax = 10_000;
    private const decimal OffsetPctMax = 50m;
    private const decimal AmountMax = 1_000_000_000_000m;
    private const decimal LongPctMax = 10_000m;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private static readonly ImmutableArray<(string Text, OrderPlanType Value)> OrderTypes =
        [("market", OrderPlanType.Market), ("limit", OrderPlanType.Limit), ("post_only", OrderPlanType.PostOnly)];

    private static readonly ImmutableArray<(string Text, TimeInForce Value)> TimesInForce =
        [("gtc", TimeInForce.Gtc), ("ioc", TimeInForce.Ioc), ("fok", TimeInForce.Fok)];

    private static readonly ImmutableArray<(string Text, SizeType Value)> SizeTypes =
        [("quantity", SizeType.Quantity), ("notional", SizeType.Notional), ("equity_pct", SizeType.EquityPct), ("risk_pct", SizeType.RiskPct)];

    public SignalSection? Signal(ObjectReader reader)
    {
        var when = When(reader);
        var expires = reader.Has("expires")
            ? reader.Duration(reader.Optional("expires"), "expires", Shortest, DurationText.Max)
            : SignalSection.ExpiresDefault;
        reader.Close();
        return when is not null && expires is { } known ? new SignalSection(when, known) : null;
    }

    public CancelSection? Cancel(ObjectReader reader)
    {
        var when = When(reader);
        var cooldown = Cooldown(reader, TimeSpan.Zero);
        reader.Close();
        return when is not null && cooldown is { } known ? new CancelSection(when, known) : null;
    }

    public EntrySection? Entry(ObjectReader reader)
    {
        var when = When(reader);
        var order = reader.RequiredObject("order") is { } orderReader ? Order(orderReader) : null;
        var protection = Protection(reader);
        var size = reader.RequiredObject("size") is { } sizeReader ? Size(sizeReader, protection) : null;
        var leverage = reader.Has("leverage") ? reader.Integer(reader.Optional("leverage"), "leverage", 1, LeverageMax) : 1;
        var cooldown = Cooldown(reader, EntrySection.CooldownDefault);
        reader.Close();
        return when is not null && order is not null && size is not null && leverage is { } times && cooldown is { } known && protection is not null
            ? new EntrySection(when, order, size, times, known, protection)
            : null;
    }

    public ExitSection? Exit(ObjectReader reader)
    {
        var when = When(reader);
        var order = reader.Has("order") ? (reader.OptionalObject("order") is { } orderReader ? Order(orderReader) : null) : OrderPlan.Market;
        var cooldown = Cooldown(reader, TimeSpan.Zero);
        reader.Close();
        return when is not null && order is not null && cooldown is { } known ? new ExitSection(when, order, known) : null;
    }

    public EmergencySection? Emergency(ObjectReader reader)
    {
        var when = When(reader);
        var cooldown = Cooldown(reader, TimeSpan.Zero);
        reader.Close();
        return when is not null && cooldown is { } known ? new EmergencySection(when, known) : null;
    }

    public StrategyLimits? Limits(ObjectReader reader)
    {
        var before = faults.Count;
        var trades = reader.Integer(reader.Optional("maxTradesPerDay"), "maxTradesPerDay", 1, CountMax);
        var losses = reader.Integer(reader.Optional("maxConsecutiveLosses"), "maxConsecutiveLosses", 1, CountMax);
        var cooldown = reader.Duration(reader.Optional("cooldownAfterLoss"), "cooldownAfterLoss", TimeSpan.Zero, DurationText.Max);
        var time = reader.Duration(reader.Optional("maxTimeInPosition"), "maxTimeInPosition", Shortest, DurationText.Max);
        reader.Close();
        return faults.Count == before ? new StrategyLimits(trades, losses, cooldown ?? TimeSpan.Zero, time) : null;
    }

    private Condition? When(ObjectReader reader) =>
        reader.Required("when") is { } when ? ConditionParser.Parse(when, reader.At("when"), indicators, faults) : null;

    private static TimeSpan? Cooldown(ObjectReader reader, TimeSpan missing) => reader.Has("cooldown")
        ? reader.Duration(reader.Optional("cooldown"), "cooldown", TimeSpan.Zero, DurationText.Max)
        : missing;

    private OrderPlan? Order(ObjectReader reader)
    {
        var before = faults.Count;
        var type = reader.Choice(reader.Required("type"), "type", OrderTypes);
        var timeout = reader.Duration(reader.Optional("timeout"), "timeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ?? OrderPlan.TimeoutDefault;
        var offset = 0m;
        var timeInForce = TimeInForce.Gtc;
        if (type is not OrderPlanType.Market)
        {
            var range = NumberRange.From(type is OrderPlanType.PostOnly ? 0m : -OffsetPctMax, OffsetPctMax);
            offset = reader.Number(reader.Optional("offsetPct"), "offsetPct", range) ?? 0m;
        }

        if (type is OrderPlanType.Limit or null)
        {
            timeInForce = reader.Choice(reader.Optional("timeInForce"), "timeInForce", TimesInForce) ?? TimeInForce.Gtc;
        }
        else if (type is OrderPlanType.PostOnly)
        {
            timeInForce = TimeInForce.PostOnly;
        }

        reader.Close();
        return faults.Count == before && type is { } known ? new OrderPlan(known, offset, timeInForce, timeout) : null;
    }

    private SizePlan? Size(ObjectReader reader, ProtectionPlan? protection)
    {
        var before = faults.Count;
        var type = reader.Choice(reader.Required("type"), "type", SizeTypes);
        var max = type is SizeType.EquityPct or SizeType.RiskPct ? 100m : AmountMax;
        var value = reader.Number(reader.Required("value"), "value", NumberRange.UpTo(max));
        if (type is SizeType.RiskPct && protection is { StopLossPct: null })
        {
            faults.Add("/entry/stopLoss", FaultCodes.Required, "A risk_pct size needs a stopLoss, found none.");
        }

        var scale = reader.OptionalObject("scale") is { } scaleReader ? Scale(scaleReader) : null;
        reader.Close();
        return faults.Count == before && type is { } known && value is { } amount ? new SizePlan(known, amount, scale) : null;
    }

    private SizeScale? Scale(ObjectReader reader)
    {
        var by = reader.Text(reader.Required("by"), "by");
        if (by is not null && !indicators.Contains(by))
        {
            faults.Add(reader.At("by"), FaultCodes.UnknownIndicator, $"must be declared in /indicators, found \"{JsonText.Shorten(by)}\".");
        }

        var points = reader.Required("points") is { } element ? Points(element, reader.At("points")) : null;
        reader.Close();
        return by is not null && points is { } known ? new SizeScale(by, known) : null;
    }

    private ImmutableArray<ScalePoint>? Points(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Array || element.GetArrayLength() is 0 or > ScalePointsMax)
        {
            faults.Add(pointer, FaultCodes.Malformed, $"must be an array of 1 to {ScalePointsMax} points, found {JsonText.Found(element)}.");
            return null;
        }

        var points = ImmutableArray.CreateBuilder<ScalePoint>();
        foreach (var item in element.EnumerateArray())
        {
            var at = JsonPointer.Of(pointer, points.Count);
            if (item.ValueKind is not JsonValueKind.Array || item.GetArrayLength() != 2
                || item[0].ValueKind is not JsonValueKind.Number || item[1].ValueKind is not JsonValueKind.Number)
            {
                faults.Add(at, FaultCodes.Malformed, $"must be [indicator value, factor], found {JsonText.Found(item)}.");
                return null;
            }

            var (value, factor) = (item[0].GetDouble(), item[1].GetDouble());
            if (!double.IsFinite(value) || (points.Count > 0 && value <= points[^1].Value))
            {
                faults.Add(JsonPointer.Of(at, 0), FaultCodes.OutOfRange, $"must be finite and above the value of the point before, found {JsonText.Found(item[0])}.");
                return null;
            }

            if (factor is not (>= 0d and <= 100d))
            {
                faults.Add(JsonPointer.Of(at, 1), FaultCodes.OutOfRange, $"must be at least 0 and at most 100, found {JsonText.Found(item[1])}.");
                return null;
            }

            points.Add(new ScalePoint(value, factor));
        }

        if (points.All(point => point.Factor == 0d))
        {
            faults.Add(pointer, FaultCodes.Unreachable, "must have a factor above 0: no entry could ever have a quantity.");
            return null;
        }

        return points.DrainToImmutable();
    }

    private ProtectionPlan? Protection(ObjectReader entry)
    {
        var before = faults.Count;
        decimal? stop = null;
        if (entry.OptionalObject("stopLoss") is { } stopReader)
        {
            stop = stopReader.Number(stopReader.Required("pct"), "pct", NumberRange.Below(100m));
            stopReader.Close();
        }

        TrailingStop? trailing = null;
        if (entry.OptionalObject("trailingStop") is { } trailingReader)
        {
            var activate = trailingReader.Number(trailingReader.Required("activatePct"), "activatePct", NumberRange.From(0m, LongPctMax));
            var distance = trailingReader.Number(trailingReader.Required("distancePct"), "distancePct", NumberRange.Below(100m));
            trailingReader.Close();
            CheckReachable(activate, trailingReader.At("activatePct"));
            trailing = activate is { } from && distance is { } by ? new TrailingStop(from, by) : null;
        }

        var steps = entry.Optional("takeProfit") is { } element ? Steps(element, entry.At("takeProfit")) : [];
        return faults.Count == before ? new ProtectionPlan(stop, steps, trailing, null, null) : null;
    }

    private ImmutableArray<TakeProfitStep> Steps(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Array || element.GetArrayLength() is 0 or > StepsMax)
        {
            faults.Add(pointer, FaultCodes.Malformed, $"must be an array of 1 to {StepsMax} steps, found {JsonText.Found(element)}.");
            return [];
        }

        var steps = ImmutableArray.CreateBuilder<TakeProfitStep>();
        var (last, sum, index) = (0m, 0m, 0);
        foreach (var item in element.EnumerateArray())
        {
            if (ObjectReader.Open(item, JsonPointer.Of(pointer, index++), faults) is not { } reader)
            {
                continue;
            }

            var pct = reader.Number(reader.Required("pct"), "pct", NumberRange.UpTo(LongPctMax));
            var share = reader.Number(reader.Required("closePct"), "closePct", NumberRange.UpTo(100m));
            reader.Close();
            CheckReachable(pct, reader.At("pct"));
            if (pct <= last)
            {
                faults.Add(reader.At("pct"), FaultCodes.OutOfRange, $"must rise from step to step, found {pct:0.##########} after {last:0.##########}.");
            }

            if (sum == 100m)
            {
                faults.Add(reader.Pointer, FaultCodes.Unreachable, "The steps before close the whole position: this one can never be reached.");
            }
            else if (sum + share > 100m)
            {
                faults.Add(reader.At("closePct"), FaultCodes.OutOfRange, $"must bring the sum of the steps to at most 100, found {sum + share:0.##########}.");
            }

            (last, sum) = (pct ?? last, sum + (share ?? 0m));
            steps.Add(new TakeProfitStep(pct ?? 0m, share ?? 0m));
        }

        return steps.DrainToImmutable();
    }

    /// <summary>A price falls by less than 100 %.</summary>
    private void CheckReachable(decimal? pct, string pointer)
    {
        if (direction is Direction.Short && pct >= 100m)
        {
            faults.Add(pointer, FaultCodes.Unreachable, $"must be below 100 for a short: a price cannot fall further, found {pct:0.##########}.");
        }
    }
}
