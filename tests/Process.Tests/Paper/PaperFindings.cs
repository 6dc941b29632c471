using System.Globalization;

namespace Trading.Process.Tests.Paper;

/// <summary>What a checker found; each line names the order or the account that it is about.</summary>
internal sealed record PaperFindings(
    IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> Mismatched, IReadOnlyList<string> Stuck)
{
    public bool AreNone => Lost.Count + Doubled.Count + Mismatched.Count + Stuck.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"acknowledged and lost {Lost.Count}, doubled {Doubled.Count}, mismatched {Mismatched.Count}, stuck {Stuck.Count}{string.Concat(Lost.Concat(Doubled).Concat(Mismatched).Concat(Stuck).Select(line => Environment.NewLine + line))}");
}
