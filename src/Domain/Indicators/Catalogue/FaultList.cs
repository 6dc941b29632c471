namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Collects the faults of one part of a document, each under its JSON pointer.</summary>
internal sealed class FaultList(string pointer, ICollection<ValidationError> errors)
{
    public const string OutOfRange = "out_of_range";
    public const string UnknownField = "unknown_field";
    public const string UnknownIndicator = "unknown_indicator";
    public const string Required = "required";
    public const string Malformed = "malformed";

    /// <summary>All faults collected so far, those of other parts included.</summary>
    public int Count => errors.Count;

    public FaultList At(string member) =>
        new($"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", errors);

    public void Add(string code, string detail) => errors.Add(new ValidationError(pointer, code, detail));
}
