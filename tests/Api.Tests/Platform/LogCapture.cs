using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Trading.Api.Tests.Platform;

/// <summary>Keeps every log line as the Production format writes it, at every level.</summary>
internal sealed class LogCapture : ILogEventSink
{
    private readonly CompactJsonFormatter _formatter = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        _formatter.Format(logEvent, line);
        Lines.Enqueue(line.ToString());
    }
}
