using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Users;

namespace Trading.Api.Auth;

public sealed record SignInRequest(string Username, [property: Secret] string Password)
{
    public override string ToString() => $"SignInRequest of {Username}";
}

/// <param name="ExpiresIn">Life of the access token in seconds.</param>
/// <param name="RefreshToken">Good for one use, within twelve hours of the sign-in.</param>
public sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken)
{
    public override string ToString() => nameof(TokenAnswer);
}

/// <param name="RefreshToken">May be left out where the cookie carries it.</param>
public sealed record RefreshRequest([property: Secret] string? RefreshToken = null)
{
    public override string ToString() => nameof(RefreshRequest);
}

public sealed record PasswordRequest([property: Secret] string CurrentPassword, [property: Secret] string NewPassword) : IValidated
{
    // Whether it contains the user's name is judged by the endpoint, which knows him.
    public IReadOnlyList<ValidationError> Validate() => PasswordRule.FaultOf(NewPassword, "") is { } rule
        ? [new ValidationError("/newPassword", ProblemCodes.OutOfRange, $"The password {rule}.")]
        : [];

    public override string ToString() => nameof(PasswordRequest);
}

/// <param name="Live">Whether a trader may trade his own live accounts.</param>
public sealed record MeAnswer(string Username, UserRole Role, bool Live);
