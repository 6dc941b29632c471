using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Trading.Benchmarks.Measures;

/// <summary>One run: by the wall, and by what the process used of its processors, which a busy machine disturbs less.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Timing(double WallNs, double CpuNs, long Bytes)
{
    public static Timing Of(Action run)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.GetTimestamp();
        run();
        return new Timing(
            Stopwatch.GetElapsedTime(wall).TotalNanoseconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
