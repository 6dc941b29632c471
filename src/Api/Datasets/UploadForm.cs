using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Api.Datasets;

/// <summary>The multipart body of an import: small fields, and one file that is written to disk as it comes in.</summary>
internal sealed class UploadForm
{
    private const int FieldBytesMax = 16 * 1024;
    private const int FieldsMax = 20;
    private const int NameLengthShown = 64;
    private static readonly string[] Known = ["name", "symbol", "venue", "kind", "interval", "shared", "instrument", "skipBadRows"];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly List<ValidationError> _errors = [];
    private bool _hasFile;

    /// <summary>The fields as they were given.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>Name of the dataset.</summary>
    public string Name { get; private set; } = "";

    public bool IsShared { get; private set; }

    /// <exception cref="RequestRefusedException">The body is not multipart, too large, or breaks a rule; every fault at once.</exception>
    public static async Task<(UploadForm Form, ImportSource Source)> ReadAsync(HttpRequest request, Stream file, long fileBytesMax, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 70 } boundary)
        {
            throw new RequestRefusedException(new ProblemResult(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "The body must be multipart/form-data."));
        }

        var form = new UploadForm();
        try
        {
            await form.ReadSectionsAsync(new MultipartReader(boundary, request.Body), file, fileBytesMax, cancellation);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new RequestRefusedException(Problem.Malformed("", "The multipart body cannot be read."));
        }

        var source = form.Source();
        return source is null || form._errors.Count > 0 ? throw new RequestRefusedException(Problem.Invalid(form._errors)) : (form, source);
    }

    private async Task ReadSectionsAsync(MultipartReader reader, Stream file, long fileBytesMax, CancellationToken cancellation)
    {
        for (var count = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; count++)
        {
            if (count == FieldsMax || !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw new InvalidDataException("Too many parts, or one without a name.");
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (name == "file")
            {
                _hasFile = !_hasFile || Fault("/file", ProblemCodes.Malformed, "The file is given twice.");
                await CopyAsync(section.Body, file, fileBytesMax, cancellation);
            }
            else if (!Known.Contains(name, StringComparer.Ordinal))
            {
                Fault(JsonPointer.Append("", name.Length <= NameLengthShown ? name : name[..NameLengthShown]), ProblemCodes.UnknownField, $"There is no such field; known are file, {string.Join(", ", Known)}.");
            }
            else if (await TextAsync(section.Body, cancellation) is not { } text)
            {
                Fault($"/{name}", ProblemCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"A field has at most {FieldBytesMax} bytes."));
                _fields.TryAdd(name, "");
            }
            else if (!_fields.TryAdd(name, text))
            {
                Fault($"/{name}", ProblemCodes.Malformed, "The field is given twice.");
            }
        }
    }

    private static async Task CopyAsync(Stream body, Stream file, long bytesMax, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (file.Length + read > bytesMax)
            {
                throw new RequestRefusedException(new ProblemResult(
                    StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, $"A file has at most {bytesMax} bytes."));
            }

            await SpoolAsync(file, buffer.AsMemory(0, read), cancellation);
        }
    }

    /// <summary>A disk that is full is no fault of the request.</summary>
    private static async Task SpoolAsync(Stream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException full)
        {
            throw new RequestRefusedException(Problem.StorageUnavailable(), full);
        }
    }

    /// <returns>Null when the field is too long.</returns>
    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[FieldBytesMax + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read > FieldBytesMax ? null : Encoding.UTF8.GetString(bytes, 0, read);
    }

    private ImportSource? Source()
    {
        Name = Required("name");
        if (Name.Length > 0 && !Dataset.IsName(Name))
        {
            Fault("/name", ProblemCodes.OutOfRange, $"The name must be {Dataset.NameRule}, found {InputText.Quote(Name)}.");
        }

        IsShared = Flag("shared");
        var skipBadRows = Flag("skipBadRows");
        if (!Symbol.TryParse(Required("symbol"), out var symbol) && IsGiven("symbol"))
        {
            Fault("/symbol", ProblemCodes.OutOfRange, $"The symbol must be {Symbol.Rule}, found {InputText.Quote(_fields["symbol"])}.");
        }

        var venue = Required("venue");
        if (venue.Length > 0 && !VenueName.IsValid(venue))
        {
            Fault("/venue", ProblemCodes.OutOfRange, $"{VenueName.Rule}, found {InputText.Quote(venue)}.");
        }

        if (!SeriesKinds.TryParse(Required("kind"), out var kind) && IsGiven("kind"))
        {
            Fault("/kind", ProblemCodes.OutOfRange, $"The kind must be one of {string.Join(", ", SeriesKinds.Names)}, found {InputText.Quote(_fields["kind"])}.");
        }

        var interval = Interval(kind);
        if (!_hasFile)
        {
            Fault("/file", ProblemCodes.Required, "The file is required.");
        }

        var terms = Terms();
        return _errors.Count > 0 ? null : new ImportSource(symbol, venue, kind, interval, terms, skipBadRows, Synthetic: null);
    }

    private CandleInterval? Interval(SeriesKind kind)
    {
        if (!_fields.TryGetValue("interval", out var text))
        {
            if (kind is SeriesKind.Candles && IsGiven("kind"))
            {
                Fault("/interval", ProblemCodes.Required, "Candles need their interval, such as 1m.");
            }

            return null;
        }

        if (kind is not SeriesKind.Candles && SeriesKinds.TryParse(_fields.GetValueOrDefault("kind"), out _))
        {
            Fault("/interval", ProblemCodes.Conflict, $"Only candles have an interval, found {InputText.Quote(text)}.");
            return null;
        }

        if (CandleInterval.TryParse(text, out var interval) && interval.FixedLengthMs is not null)
        {
            return interval;
        }

        Fault("/interval", ProblemCodes.OutOfRange, $"The interval must be a count and one of s, m, h, d, w, such as 5m, found {InputText.Quote(text)}.");
        return null;
    }

    private InstrumentTerms Terms()
    {
        if (!_fields.TryGetValue("instrument", out var text))
        {
            return InstrumentTerms.None;
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            return InstrumentTerms.Parse(json.RootElement, "/instrument", _errors) ?? InstrumentTerms.None;
        }
        catch (JsonException)
        {
            Fault("/instrument", ProblemCodes.Malformed, $"The instrument must be a JSON object, found {InputText.Quote(text)}.");
            return InstrumentTerms.None;
        }
    }

    private string Required(string name)
    {
        if (_fields.TryGetValue(name, out var text) && text.Length > 0)
        {
            return text;
        }

        Fault($"/{name}", ProblemCodes.Required, $"The field is required, found {InputText.Quote(_fields.GetValueOrDefault(name))}.");
        return "";
    }

    private bool IsGiven(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 };

    private bool Flag(string name)
    {
        switch (_fields.GetValueOrDefault(name))
        {
            case "true":
                return true;
            case null or "false":
                return false;
            default:
                Fault($"/{name}", ProblemCodes.Malformed, $"Must be true or false, found {InputText.Quote(_fields[name])}.");
                return false;
        }
    }

    private bool Fault(string pointer, string code, string detail)
    {
        _errors.Add(new ValidationError(pointer, code, detail));
        return true;
    }
}
