using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Trading.Domain.Secrets;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Security;

/// <summary>Makes and judges access tokens: short-lived, one algorithm, and worth nothing once the user's standing has changed.</summary>
internal sealed class AccessTokens(SigningKeyRing ring, UserAccessCache access, TimeProvider time)
{
    private const string Type = "at+jwt";
    private const string AuthenticationType = "Bearer";

    private readonly JsonWebTokenHandler _writer = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly string _algorithm = ring.Keys.Algorithm;

    public SecretString Issue(UserAccess user, string familyId)
    {
        var now = time.GetUtcNow();
        var keys = ring.Keys;
        return new SecretString(_writer.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = AuthSettings.Issuer,
            Audience = AuthSettings.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + AuthSettings.AccessTokenLife).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [ClaimNames.Name] = user.Name,
                [ClaimNames.Family] = familyId,
                [ClaimNames.SecurityVersion] = user.SecurityVersion,
            },
            SigningCredentials = new SigningCredentials(keys.Current, keys.Algorithm),
        }));
    }

    public TokenValidationParameters Validation() => new()
    {
        ValidTypes = [Type],
        ValidAlgorithms = [_algorithm],
        ValidIssuer = AuthSettings.Issuer,
        ValidAudience = AuthSettings.Audience,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = AuthSettings.ClockSkew,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, keyId, _) => ring.Keys.Find(keyId) is { } key ? [key] : [],
        LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
        NameClaimType = ClaimNames.Name,
        RoleClaimType = ClaimNames.Role,
    };

    /// <summary>The token is genuine; whether it still counts is asked of the user's grain, at most a second ago.</summary>
    public async Task AcceptAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var isComplete = token.TryGetClaim(ClaimNames.Name, out var name)
            & token.TryGetClaim(ClaimNames.Family, out var family)
            & token.TryGetClaim(ClaimNames.SecurityVersion, out var version);
        if (!isComplete
            || await access.Find(name.Value) is not { IsDisabled: false } user
            || user.SecurityVersion.ToString(CultureInfo.InvariantCulture) != version.Value
            || user.EndedFamilies.Contains(family.Value, StringComparer.Ordinal))
        {
            context.Fail("The sign-in has ended.");
            return;
        }

        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimNames.Name, user.Name),
                new Claim(ClaimNames.Family, family.Value),
                new Claim(ClaimNames.SecurityVersion, version.Value),
                new Claim(ClaimNames.Expires, new DateTimeOffset(token.ValidTo, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimNames.Role, user.Role.ToString()),
                new Claim(ClaimNames.Live, user.HasLiveGrant.ToString()),
            ],
            AuthenticationType,
            ClaimNames.Name,
            ClaimNames.Role));
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return notBefore is { } from
            && expires is { } until
            && until - from <= AuthSettings.AccessTokenLife
            && now >= from - AuthSettings.ClockSkew
            && now < until + AuthSettings.ClockSkew;
    }
}
