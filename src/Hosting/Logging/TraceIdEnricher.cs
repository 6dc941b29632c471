using System.Diagnostics;
using Serilog.Core;
using Serilog.Events;

namespace Trading.Hosting.Logging;

/// <summary>Gives every line the id of its trace, under the name that the other fields follow.</summary>
internal sealed class TraceIdEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (Activity.Current is { } activity)
        {
            logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty("trace_id", activity.TraceId.ToHexString()));
        }
    }
}
