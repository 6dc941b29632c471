using System.Globalization;
using Trading.Api.Problems;
using Trading.Domain;

namespace Trading.Api.Requests;

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly List<ValidationError> _errors = [];

    /// <exception cref="RequestRefusedException">A parameter breaks its rule.</exception>
    public void ThrowIfFaulty()
    {
        if (_errors.Count > 0)
        {
            throw new RequestRefusedException(Problem.Invalid(_errors));
        }
    }

    /// <summary>Notes a fault when the parameter is absent.</summary>
    public void Require(string name)
    {
        if (!query.ContainsKey(name))
        {
            Fault(name, ProblemCodes.Required, "The parameter is required.");
        }
    }

    /// <returns>Null when the parameter is absent or faulty.</returns>
    public string? Text(string name, int lengthMax)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            Fault(name, ProblemCodes.Malformed, "The parameter is given twice.");
            return null;
        }

        if (values.Count == 0 || values[0] is not { } value)
        {
            return null;
        }

        if (value.Length == 0 || value.Length > lengthMax)
        {
            Refuse(name, ProblemCodes.OutOfRange, $"The parameter must have 1 to {lengthMax} characters", value);
            return null;
        }

        if (value.Any(char.IsControl))
        {
            // PostgreSQL takes no NUL, and no name has any of them.
            Refuse(name, ProblemCodes.Malformed, "The parameter must not hold control characters", value);
            return null;
        }

        return value;
    }

    public int Number(string name, int otherwise, int min, int max) => Number(name, min, max) ?? otherwise;

    /// <returns>Null when the parameter is absent or faulty.</returns>
    public int? Number(string name, int min, int max)
    {
        if (Text(name, 20) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Refuse(name, ProblemCodes.Malformed, "Expected a whole number", text);
            return null;
        }

        if (value < min || value > max)
        {
            Fault(name, ProblemCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"Must be {min} to {max}, found {value}."));
            return null;
        }

        return (int)value;
    }

    /// <summary>One of some words, spelled exactly so.</summary>
    /// <returns>Null when the parameter is absent or faulty.</returns>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name, 100) is not { } text)
        {
            return null;
        }

        if (allowed.Contains(text))
        {
            return text;
        }

        Refuse(name, ProblemCodes.OutOfRange, $"Must be one of {string.Join(", ", allowed!)}", text);
        return null;
    }

    /// <returns>Null when the parameter is absent or no UTC time.</returns>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name, 40) is not { } text)
        {
            return null;
        }

        if (!Json.UtcTimeConverter.TryParse(text, out var value))
        {
            Refuse(name, ProblemCodes.Malformed, "Expected a UTC time such as 2026-01-31T09:30:00.000Z", text);
            return null;
        }

        return value;
    }

    /// <summary>Notes that a parameter breaks a rule, and what it held.</summary>
    /// <param name="rule">The beginning of a sentence, without its full stop.</param>
    public void Refuse(string name, string code, string rule, string found) => Fault(name, code, $"{rule}, found {InputText.Quote(found)}.");

    /// <summary>Notes a fault of a parameter; the pointer is into the query as if it were an object.</summary>
    public void Fault(string name, string code, string detail) => _errors.Add(new ValidationError(JsonPointer.Append("", name), code, detail));
}
