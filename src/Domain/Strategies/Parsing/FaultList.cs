using System.Collections.Immutable;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Faults found in a document, in the order found. Bounded: a hostile document must not cost more than it says.</summary>
internal sealed class FaultList
{
    private const int FaultsMax = 1_000;

    private readonly List<ValidationError> _errors = [];
    private readonly List<ValidationError> _warnings = [];

    public int Count => _errors.Count;

    public ImmutableArray<ValidationError> Errors => [.. _errors];

    public ImmutableArray<ValidationError> Warnings => [.. _warnings];

    public void Add(string pointer, string code, string detail)
    {
        if (_errors.Count < FaultsMax)
        {
            _errors.Add(new ValidationError(pointer, code, detail));
        }
    }

    public void Add(IEnumerable<ValidationError> errors)
    {
        foreach (var error in errors)
        {
            Add(error.Pointer, error.Code, error.Detail);
        }
    }

    public void Warn(string pointer, string code, string detail) => _warnings.Add(new ValidationError(pointer, code, detail));
}
