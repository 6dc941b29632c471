namespace Trading.Api;

internal static partial class ApiLog
{
    [LoggerMessage(9101, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(9102, LogLevel.Error, "{Method} {Path} was refused: storage is not available")]
    public static partial void StorageUnavailable(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(9103, LogLevel.Warning, "{Method} {Path} was refused: the cluster did not answer")]
    public static partial void ClusterUnavailable(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(9104, LogLevel.Warning, "Expired idempotency keys could not be removed")]
    public static partial void PurgeFailed(this ILogger logger, Exception error);

    [LoggerMessage(9105, LogLevel.Warning, "New live events could not be read")]
    public static partial void LiveFeedFailed(this ILogger logger, Exception error);

    [LoggerMessage(9106, LogLevel.Information, "User {UserName} followed live events too slowly and was let go")]
    public static partial void LiveReaderLost(this ILogger logger, string userName);

    [LoggerMessage(9107, LogLevel.Warning, "A stream of live events ended: what it needed could not be found out")]
    public static partial void LiveReaderLetGo(this ILogger logger, Exception error);

    [LoggerMessage(9108, LogLevel.Warning, "Alerts could not be sent on: storage is not available")]
    public static partial void AlertDispatchFailed(this ILogger logger, Exception error);

    [LoggerMessage(9109, LogLevel.Information, "Alert {AlertId} did not reach channel {ChannelId} at attempt {Attempt}: {Reason}")]
    public static partial void AlertAttemptFailed(this ILogger logger, string alertId, string channelId, string reason, int attempt);

    [LoggerMessage(9110, LogLevel.Error, "Alert {AlertId} was given up for channel {ChannelId} after {Attempt} attempts: {Reason}")]
    public static partial void AlertUndeliverable(this ILogger logger, string alertId, string channelId, string reason, int attempt);

    [LoggerMessage(9111, LogLevel.Information, "A signing key was made for this development machine in {KeyFile}")]
    public static partial void SigningKeyMade(this ILogger logger, string keyFile);

    [LoggerMessage(9112, LogLevel.Information, "Signing keys were read: current {KeyId}, previous {PreviousKeyId}")]
    public static partial void SigningKeysRead(this ILogger logger, string keyId, string? previousKeyId);

    [LoggerMessage(9113, LogLevel.Error, "The signing key file is not usable, the keys stay as they were: {Fault}")]
    public static partial void SigningKeysRefused(this ILogger logger, string fault);

    [LoggerMessage(9114, LogLevel.Warning, "The lease of an idempotency key could not be renewed; its request goes on")]
    public static partial void LeaseNotRenewed(this ILogger logger, Exception error);

    [LoggerMessage(9121, LogLevel.Information, "User {UserName} signed in from {Address}")]
    public static partial void SignedIn(this ILogger logger, string userName, string address);

    [LoggerMessage(9122, LogLevel.Warning, "Sign-in from {Address} was refused: {Reason}")]
    public static partial void SignInRefused(this ILogger logger, string address, string reason);

    [LoggerMessage(9123, LogLevel.Warning, "A used refresh token of user {UserName} came back from {Address}: the sign-in is ended")]
    public static partial void RefreshTokenReused(this ILogger logger, string userName, string address);
}
