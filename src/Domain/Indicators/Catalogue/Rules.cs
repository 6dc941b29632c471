namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Rules between parameters. A rule over a member that was faulty itself says nothing.</summary>
internal static class Rules
{
    public static void BaselineIsEarlier(ParameterValues values, FaultList faults) =>
        IsEarlier(values, ParameterNames.Baseline, ParameterNames.Current, faults);

    public static void IsEarlier(ParameterValues values, string earlier, string later, FaultList faults)
    {
        if (values.Has(earlier) && values.Has(later) && values.Window(earlier).ToMs < values.Window(later).FromMs)
        {
            faults.At(earlier).Add(
                FaultList.OutOfRange,
                $"must lie earlier than {later}: to must be at least {ParameterReader.Seconds(values.Window(later).FromMs)}, found {ParameterReader.Seconds(values.Window(earlier).ToMs)}.");
        }
    }

    /// <summary>Volumes of a part against its whole.</summary>
    public static void Contains(ParameterValues values, string outer, string inner, FaultList faults)
    {
        if (!values.Has(outer) || !values.Has(inner))
        {
            return;
        }

        var (whole, part) = (values.Window(outer), values.Window(inner));
        if (whole.FromMs < part.FromMs || whole.ToMs > part.ToMs || whole == part)
        {
            faults.At(outer).Add(FaultList.OutOfRange, $"must contain {inner} and be longer.");
        }
    }

    public static void FramesGrow(ParameterValues values, string name, FaultList faults)
    {
        if (!values.Has(name))
        {
            return;
        }

        var frames = values.Frames(name);
        for (var index = 1; index < frames.Length; index++)
        {
            if (frames[index].Current.Seconds <= frames[index - 1].Current.Seconds)
            {
                faults.At(name).At(FormattableString.Invariant($"{index}")).At(ParameterNames.Current).Add(
                    FaultList.OutOfRange,
                    "must be longer than that of the frame before: frames stand short to long.");
            }
        }
    }

    /// <summary>Two returns need three grid prices, whatever the window's position on the grid.</summary>
    public static void HoldsSteps(ParameterValues values, string step, int count, FaultList faults)
    {
        if (values.Has(ParameterNames.Window) && values.Has(step)
            && values.Window().FromMs - values.Window().ToMs < count * values.Span(step))
        {
            faults.At(step).Add(
                FaultList.OutOfRange,
                $"must fit {count} times into the window, found {ParameterReader.Seconds(values.Span(step))} s.");
        }
    }

    public static void IsBelow(ParameterValues values, string smaller, string larger, FaultList faults)
    {
        if (values.Has(smaller) && values.Has(larger) && values.Integer(smaller) >= values.Integer(larger))
        {
            faults.At(smaller).Add(
                FaultList.OutOfRange,
                FormattableString.Invariant($"must be below {larger} ({values.Integer(larger)}), found {values.Integer(smaller)}."));
        }
    }
}
