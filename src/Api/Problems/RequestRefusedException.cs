using System.Diagnostics.CodeAnalysis;

namespace Trading.Api.Problems;

/// <summary>Ends a request with a problem from where no result can be returned, such as the binding of a parameter.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It carries an answer, never a bare message.")]
public sealed class RequestRefusedException(ProblemResult problem, Exception? inner = null) : Exception(problem?.Detail, inner)
{
    public ProblemResult Problem { get; } = problem!;
}
