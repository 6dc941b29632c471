namespace Trading.Domain.Sessions.Results;

/// <summary>A funding payment once it is booked.</summary>
/// <param name="Quantity">Signed base units held.</param>
/// <param name="Payment">Above 0 is received.</param>
public readonly record struct FundingResult(int Cell, decimal Quantity, decimal Mark, decimal Rate, decimal Payment, DateTimeOffset At);
