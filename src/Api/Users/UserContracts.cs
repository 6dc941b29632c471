using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Users;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Users;

/// <param name="Live">Lets a trader trade his own live accounts.</param>
public sealed record CreateUserRequest(string Username, [property: Secret] string Password, UserRole Role, bool Live = false) : IValidated
{
    public IReadOnlyList<ValidationError> Validate()
    {
        var errors = new List<ValidationError>();
        if (!UserName.IsValid(Username))
        {
            errors.Add(new ValidationError("/username", ProblemCodes.OutOfRange, $"Must be {UserName.LengthMin} to {UserName.LengthMax} of a-z 0-9 . _ -, found {InputText.Quote(Username)}."));
        }

        if (PasswordRule.FaultOf(Password, Username) is { } rule)
        {
            errors.Add(new ValidationError("/password", ProblemCodes.OutOfRange, $"The password {rule}."));
        }

        return errors;
    }

    public override string ToString() => $"CreateUserRequest of {Username}";
}

/// <summary>What is given is changed; at least one member.</summary>
public sealed record ChangeUserRequest(UserRole? Role = null, bool? Live = null, bool? Disabled = null, [property: Secret] string? Password = null) : IValidated
{
    public IReadOnlyList<ValidationError> Validate() => this is { Role: null, Live: null, Disabled: null, Password: null }
        ? [new ValidationError("", ProblemCodes.Required, "At least one of role, live, disabled, password.")]
        : [];

    public override string ToString() => nameof(ChangeUserRequest);
}

public sealed record UserAnswer(string Username, UserRole Role, bool Live, bool Disabled, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public static UserAnswer From(UserView user) =>
        new(user.Name, user.Role, user.HasLiveGrant, user.IsDisabled, user.CreatedAt, user.ChangedAt);
}
