namespace Trading.Domain.Strategies.Parsing;

/// <summary>Codes of a document's faults and warnings, beside those of the API.</summary>
internal static class FaultCodes
{
    public const string OutOfRange = "out_of_range";
    public const string UnknownField = "unknown_field";
    public const string Required = "required";
    public const string Malformed = "malformed";
    public const string DuplicateField = "duplicate_field";
    public const string TooLarge = "too_large";
    public const string TooDeep = "too_deep";
    public const string UnknownIndicator = "unknown_indicator";
    public const string Unreachable = "unreachable";
    public const string NeverTrue = "never_true";
}
