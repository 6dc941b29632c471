namespace Trading.Api.Security;

/// <summary>The keys as they are in the file now: it is read again when it changes, so that a rotation needs no restart.</summary>
internal sealed class SigningKeyRing
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly AuthSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<SigningKeyRing> _logger;
    private readonly Lock _gate = new();
    private SigningKeys _keys;
    private DateTimeOffset _lookedAt;
    private (DateTime WrittenAt, long Length) _seen;

    public SigningKeyRing(AuthSettings settings, TimeProvider time, ILogger<SigningKeyRing> logger)
    {
        (_settings, _time, _logger) = (settings, time, logger);
        if (settings.MakesKey && !File.Exists(settings.KeyFile))
        {
            SigningKeyFile.Make(settings.KeyFile);
            logger.SigningKeyMade(settings.KeyFile);
        }

        _seen = Stamp();
        _lookedAt = time.GetUtcNow();
        var (keys, fault) = SigningKeyFile.Read(settings.KeyFile);
        _keys = keys ?? throw new InvalidOperationException($"{AuthSettings.SigningKeyFileKey} {fault}.");
        logger.SigningKeysRead(_keys.Current.KeyId, _keys.Previous?.KeyId);
    }

    /// <summary>The current set; one set serves a whole request.</summary>
    public SigningKeys Keys
    {
        get
        {
            lock (_gate)
            {
                Look();
                return _keys;
            }
        }
    }

    private void Look()
    {
        var now = _time.GetUtcNow();
        if (now - _lookedAt < LookEvery)
        {
            return;
        }

        _lookedAt = now;
        var stamp = Stamp();
        if (stamp == _seen)
        {
            return;
        }

        _seen = stamp;
        var (keys, fault) = SigningKeyFile.Read(_settings.KeyFile);
        if (keys is null || keys.Algorithm != _keys.Algorithm)
        {
            // Old keys go on serving: a half-written file must not sign everybody out.
            _logger.SigningKeysRefused(fault ?? "another algorithm needs a restart");
            return;
        }

        _keys = keys;
        _logger.SigningKeysRead(keys.Current.KeyId, keys.Previous?.KeyId);
    }

    private (DateTime WrittenAt, long Length) Stamp()
    {
        // A mounted secret is a link to a link: the target says when it changed.
        var file = new FileInfo(_settings.KeyFile);
        var target = file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo final ? final : file;
        return target.Exists ? (target.LastWriteTimeUtc, target.Length) : default;
    }
}
