using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">HTTP status; 0 breaks the connection without a word.</param>
internal sealed record Answer(int Status, object? Body, int? RetryAfterMs = null)
{
    public static Answer NoContent { get; } = new(StatusCodes.Status204NoContent, null);

    /// <summary>The connection breaks.</summary>
    public static Answer Silence { get; } = new(0, null);

    public static Answer Ok(object body) => new(StatusCodes.Status200OK, body);

    public static Answer UnknownAccount(string account) =>
        Problem(StatusCodes.Status404NotFound, WireCodes.UnknownAccount, $"There is no account {account}.");

    public static Answer Problem(int status, string code, string detail) => new(status, new WireProblem(code, detail));
}
