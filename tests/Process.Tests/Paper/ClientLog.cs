using System.Collections.Concurrent;
using System.Text.Json;

namespace Trading.Process.Tests.Paper;

/// <summary>What a trader asked for and was told, as he wrote it down.</summary>
internal sealed class ClientLog
{
    private readonly ConcurrentQueue<Placed> _placed = new();

    /// <param name="Key">The Idempotency-Key: one intent.</param>
    /// <param name="Body">What was asked for.</param>
    /// <param name="Answer">The order, as the 2xx showed it.</param>
    internal sealed record Placed(string Key, JsonElement Body, JsonElement Answer, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt);

    /// <summary>Every answer with a 2xx, those to repeats as well.</summary>
    public IReadOnlyCollection<Placed> Acknowledged => _placed;

    /// <summary>The newest answer of each session, to be read by whoever looks at a failure.</summary>
    public string Last => string.Join(
        Environment.NewLine, _placed.GroupBy(placed => placed.Body.Text("session"), StringComparer.Ordinal).Select(some => some.Last().Answer.GetRawText()));

    public void Note(Placed placed) => _placed.Enqueue(placed);

    /// <summary>
    /// How long it took from an instant on until a session took an order that was asked for after it; null while it took none. A refusal, as of a
    /// market that stands still, is an answer and no service.
    /// </summary>
    public TimeSpan? BackAfter(DateTimeOffset since, string session) => _placed
        .Where(placed => placed.AskedAt >= since && placed.Body.Text("session") == session && placed.Answer.Text("status") is not "Rejected")
        .Select(placed => (TimeSpan?)(placed.AnsweredAt - since))
        .Min();
}
