using System.Diagnostics.CodeAnalysis;

namespace Trading.Domain.Secrets;

/// <summary>Marks a type that log and dump policies replace by <c>[redacted]</c>, wherever it stands.</summary>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "Policies recognise a secret by its type; it shares no member.")]
public interface ISecret;
