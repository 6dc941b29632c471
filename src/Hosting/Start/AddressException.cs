namespace Trading.Hosting.Start;

/// <summary>Addresses that the host is to listen on cannot be opened; it must not start without them.</summary>
/// <param name="faults">Each address and what is wrong with it.</param>
public sealed class AddressException(IReadOnlyList<string> faults) : Exception(string.Join(" ", faults));
