using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Api.Accounts;
using Trading.Api.Alerts;
using Trading.Api.Json;
using Trading.Api.Orders;
using Trading.Api.Sessions;
using Trading.Domain;
using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Json;
using Trading.Storage.Live;
using Trading.Storage.Results;
using Trading.Storage.Sessions;

namespace Trading.Api.Events;

/// <summary>The data of an event: what a list answers of the same thing, and <c>session</c>.</summary>
internal sealed class EventText(PausedStrategies paused)
{
    public async Task<string> OfAsync(LiveEventRow row)
    {
        var item = JsonSerializer.SerializeToNode(await ItemOf(row), ApiJson.Options)!.AsObject();
        item["session"] = row.SessionId is { } session ? JsonValue.Create(session) : null;
        return item.ToJsonString();
    }

    private async ValueTask<object> ItemOf(LiveEventRow row) => row.Kind switch
    {
        LiveEventKinds.Order => OrderAnswer.From(Read<OrderRow>(row)),
        LiveEventKinds.Fill => FillAnswer.From(Read<FillRow>(row)),
        LiveEventKinds.Position => PositionAnswer.From(Read<PositionRow>(row)),
        LiveEventKinds.Signal => SignalAnswer.From(Read<SignalRow>(row)),
        LiveEventKinds.Transition => InstanceTransitionAnswer.Of(Read<InstanceTransitionRow>(row)),
        LiveEventKinds.Session => SessionTransitionAnswer.Of(Read<SessionTransitionRow>(row)),
        LiveEventKinds.Instance => await InstanceOf(Read<InstanceRow>(row)),
        LiveEventKinds.Equity => EquityAnswer.From(Read<EquityRow>(row)),
        LiveEventKinds.Alert => AlertAnswer.From(Read<AlertRow>(row)),
        LiveEventKinds.Progress => ProgressAnswer.From(Read<SessionProgressRow>(row)),
        var kind => throw new InvariantException($"Nothing writes live events of the kind {kind}."),
    };

    private async Task<InstanceAnswer> InstanceOf(InstanceRow row) => InstanceAnswer.From(row, await paused.Contains(row.SessionId, row.Strategy));

    private static T Read<T>(LiveEventRow row) => JsonSerializer.Deserialize<T>(row.Payload, TradingJson.Options)!;
}
