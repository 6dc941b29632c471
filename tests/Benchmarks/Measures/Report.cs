using System.Globalization;
using System.Runtime.InteropServices;

namespace Trading.Benchmarks.Measures;

/// <summary>What the measures print: figure, target, verdict.</summary>
internal static class Report
{
    public static void Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} processors ({model ?? RuntimeInformation.ProcessArchitecture.ToString()}), {RuntimeInformation.FrameworkDescription}, load {load}"));
        Console.WriteLine();
    }

    public static void Head(string title) => Console.WriteLine($"{Environment.NewLine}## {title}");

    public static void Line(FormattableString text) => Console.WriteLine($"  {text.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A measured figure beside its target.</summary>
    public static void Verdict(string name, double value, string unit, string target, bool isMet) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"  {name,-62} {value,10:0.##} {unit,-9} target {target,-14} {(isMet ? "met" : "MISSED")}"));
}
