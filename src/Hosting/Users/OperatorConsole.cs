namespace Trading.Hosting.Users;

/// <summary>The terminal of the person who starts the process; what is written here is in no log.</summary>
public sealed record OperatorConsole(TextWriter Output);
