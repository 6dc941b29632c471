namespace Trading.Api.Datasets;

/// <summary>The fields of an import, as OpenAPI shows them; <see cref="UploadForm"/> reads them from the stream.</summary>
/// <param name="Name">Of a new or an existing dataset: 1 to 64 of a-z 0-9 . _ -, and neither . nor ...</param>
/// <param name="Symbol">BASE_QUOTE.</param>
/// <param name="Venue">Where it was recorded: 1 to 32 of a-z 0-9 . _ -.</param>
/// <param name="Kind">trades, book, candles, mark or funding.</param>
/// <param name="File">CSV plain, gzip or zip; or Parquet.</param>
/// <param name="Interval">Of candles, such as 1m.</param>
/// <param name="Shared">true: every trader may read a dataset that this import makes.</param>
/// <param name="Instrument">JSON with tickSize, lotSize, minQuantity, minNotional, contractSize, maxLeverage, maintenanceMarginRate, liquidationFeeRate; all optional.</param>
/// <param name="SkipBadRows">true: leave bad rows out instead of failing.</param>
internal sealed record ImportForm(
    string Name, string Symbol, string Venue, string Kind, IFormFile File, string? Interval = null, string? Shared = null, string? Instrument = null,
    string? SkipBadRows = null);
