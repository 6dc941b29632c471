using System.Globalization;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Storage.Alerts;

namespace Trading.Api.Alerts.Channels;

/// <summary>All channels of one trader: those that are not named any more are removed.</summary>
public sealed record AlertChannelsRequest(IReadOnlyList<AlertChannelRequest> Channels) : IValidated
{
    public const int ChannelsMax = 10;

    public IReadOnlyList<ValidationError> Validate()
    {
        var errors = new List<ValidationError>();
        if (Channels.Count > ChannelsMax)
        {
            errors.Add(new ValidationError("/channels", ProblemCodes.OutOfRange, $"At most {ChannelsMax} channels, found {Channels.Count}."));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Channels.Count; index++)
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"/channels/{index}");
            Channels[index].Check(pointer, errors);
            if (!names.Add(Channels[index].Name))
            {
                errors.Add(new ValidationError(pointer + "/name", ProblemCodes.Conflict, "Another channel has this name."));
            }
        }

        return errors;
    }
}

/// <param name="Name">Names the channel among those of its owner: one of the same name is changed and keeps its id.</param>
/// <param name="Url">https, or http on loopback; not in a private range unless the operator allows it.</param>
/// <param name="Secret">Signs deliveries; never shown again. Left out, the channel keeps the one it has.</param>
/// <param name="MinSeverity">The least severity that is sent: <c>info</c>, <c>warning</c> or <c>critical</c>.</param>
public sealed record AlertChannelRequest(string Name, [property: Secret] string Url, [property: Secret] string? Secret = null, string MinSeverity = "warning", bool Enabled = true)
{
    private const int NameMax = 64;
    private const int SecretMin = 16;
    private const int SecretMax = 256;

    internal void Check(string pointer, List<ValidationError> errors)
    {
        if (Name.Length is 0 or > NameMax || Name.Any(char.IsControl))
        {
            errors.Add(new ValidationError(pointer + "/name", ProblemCodes.OutOfRange, $"A name has 1 to {NameMax} printable characters, found {InputText.Quote(Name)}."));
        }

        if (Secret is { } secret && (secret.Length is < SecretMin or > SecretMax || secret.Any(letter => letter is < ' ' or > '~')))
        {
            errors.Add(new ValidationError(pointer + "/secret", ProblemCodes.OutOfRange, $"A secret has {SecretMin} to {SecretMax} printable ASCII characters."));
        }

        if (!AlertSeverities.All.Contains(MinSeverity, StringComparer.Ordinal))
        {
            errors.Add(new ValidationError(pointer + "/minSeverity", ProblemCodes.OutOfRange, $"Must be one of {string.Join(", ", AlertSeverities.All)}, found {InputText.Quote(MinSeverity)}."));
        }
    }

    public override string ToString() => $"{nameof(AlertChannelRequest)} {Name}";
}

public sealed record AlertChannelAnswer(
    string Id, string Owner, string Name, string Type, string Url, string MinSeverity, bool Enabled, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AlertChannelAnswer From(AlertChannelRow row) =>
        new(row.Id, row.Owner, row.Name, "webhook", row.Url, row.Severity, row.Enabled, row.CreatedAt, row.UpdatedAt);
}

public sealed record AlertChannelsAnswer(IReadOnlyList<AlertChannelAnswer> Items);

/// <param name="Delivered">The receiver answered 2xx.</param>
/// <param name="Status">HTTP status of the receiver; null when there was no answer.</param>
/// <param name="Error">Why not; null when it was delivered.</param>
public sealed record AlertChannelTestAnswer(bool Delivered, int? Status, string? Error, long DurationMs);

/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>dead</c>.</param>
/// <param name="NextAttemptAt">Only while it is pending.</param>
/// <param name="Status">HTTP status of the last attempt; null when there was no answer.</param>
/// <param name="Error">Why the last attempt failed.</param>
public sealed record AlertDeliveryAnswer(
    string Channel, string Alert, string State, int Attempts, DateTimeOffset? NextAttemptAt, int? Status, string? Error, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static AlertDeliveryAnswer From(AlertDeliveryRow row) => new(
        row.ChannelId, row.AlertId, row.State, row.Attempts, row.State == AlertDeliveryStates.Pending ? row.DueAt : null, row.Status, row.Error,
        row.CreatedAt, row.UpdatedAt);
}
