using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>
/// Two files: the inputs, written before anything that they cause is seen, and the ledger, which they cause. After a crash the
/// inputs since the last checkpoint are applied again; what they cause must be what the ledger says.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>A line has what its kind has.</summary>
    private static readonly JsonSerializerOptions LineOptions = new(VenueJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly string _folder;
    private readonly long _inputBytesMax;
    private readonly AppendFile _ledger;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private readonly Task _writing;
    private volatile AppendFile _inputs;
    private int _number;

    private Journal(string folder, long inputBytesMax, AppendFile inputs, AppendFile ledger, int number)
    {
        (_folder, _inputBytesMax, _inputs, _ledger, _number) = (folder, inputBytesMax, inputs, ledger, number);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Ends when the journal cannot be written any more.</summary>
    public Task Writing => _writing;

    /// <summary>Bytes of inputs that wait for a checkpoint, as far as they are written.</summary>
    public bool WantsCheckpoint => _inputs.Length > _inputBytesMax;

    /// <exception cref="InvalidDataException">The ledger is not what the inputs cause.</exception>
    public static (Journal Journal, ExchangeState State) Open(string folder, long inputBytesMax)
    {
        Directory.CreateDirectory(folder);
        var checkpoint = Checkpoint.Read(folder);
        var state = checkpoint.State is null ? new ExchangeState() : ExchangeState.Restore(checkpoint.State);
        var inputs = new AppendFile(InputsPath(folder, checkpoint.Number));
        var ledger = new AppendFile(Path.Combine(folder, "ledger.jsonl"));
        using var written = ledger.Lines().Skip((int)(checkpoint.State?.LineCount ?? 0)).GetEnumerator();
        var missing = new List<string>();
        foreach (var text in inputs.Lines())
        {
            var input = JsonSerializer.Deserialize<Input>(text, VenueJson.Options) ?? throw new InvalidDataException($"{inputs.Path}: an empty input.");
            foreach (var line in state.Apply(input).Lines)
            {
                Compare(line, JsonSerializer.Serialize(line, LineOptions), written, missing);
            }
        }

        if (written.MoveNext())
        {
            throw new InvalidDataException($"{ledger.Path} goes on where the inputs end: {written.Current}");
        }

        foreach (var line in missing)
        {
            ledger.Append([.. System.Text.Encoding.UTF8.GetBytes(line), .. NewLine]);
        }

        ledger.Sync();
        foreach (var stale in Directory.GetFiles(folder, "inputs-*.jsonl").Where(path => path != inputs.Path))
        {
            File.Delete(stale);
        }

        return (new Journal(folder, inputBytesMax, inputs, ledger, checkpoint.Number), state);
    }

    /// <summary>Called in the order of the inputs.</summary>
    /// <param name="visible">Runs once it is durable, in order.</param>
    /// <returns>Completes when durable: on disk if the ledger is concerned, else beyond this process.</returns>
    public Task Append(IReadOnlyList<Input> inputs, IReadOnlyList<LedgerLine> lines, Action visible)
    {
        var entry = new Entry(ToBytes(inputs, VenueJson.Options), ToBytes(lines, LineOptions), visible, null);
        return Enqueue(entry);
    }

    /// <summary>The state behind everything appended so far: inputs before it are not needed any more.</summary>
    public Task Append(ExchangeSnapshot state) => Enqueue(new Entry([], [], () => { }, state));

    /// <summary>Every line that is durable.</summary>
    public IEnumerable<string> LedgerLines() => _ledger.Lines();

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
        _inputs.Dispose();
        _ledger.Dispose();
    }

    private static void Compare(LedgerLine line, string text, IEnumerator<string> written, List<string> missing)
    {
        if (missing.Count > 0 || !written.MoveNext())
        {
            missing.Add(text);
        }
        else if (written.Current != text)
        {
            throw new InvalidDataException($"Line {line.Seq} of the ledger is {written.Current}; the inputs cause {text}.");
        }
    }

    private static string InputsPath(string folder, int number) => Path.Combine(folder, FormattableString.Invariant($"inputs-{number:D6}.jsonl"));

    private static byte[] ToBytes<T>(IReadOnlyList<T> items, JsonSerializerOptions options)
    {
        using var bytes = new MemoryStream();
        foreach (var item in items)
        {
            JsonSerializer.Serialize(bytes, item, options);
            bytes.Write(NewLine);
        }

        return bytes.ToArray();
    }

    private Task Enqueue(Entry entry) =>
        _entries.Writer.TryWrite(entry) ? entry.Durable.Task : throw new InvalidOperationException("The journal is closed.");

    private async Task WriteAsync()
    {
        var group = new List<Entry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (_entries.Reader.TryRead(out var entry))
            {
                group.Add(entry);
            }

            try
            {
                foreach (var part in Parts(group))
                {
                    WriteGroup(part);
                }
            }
            catch (Exception failure)
            {
                // Nothing may be answered any more: whoever waits hears of it, and the host ends.
                _entries.Writer.TryComplete(failure);
                group.ForEach(entry => entry.Durable.TrySetException(failure));
                while (_entries.Reader.TryRead(out var rest))
                {
                    rest.Durable.TrySetException(failure);
                }

                throw;
            }
        }
    }

    /// <summary>A checkpoint stands alone: what comes after it goes to the next file.</summary>
    private static IEnumerable<List<Entry>> Parts(List<Entry> group)
    {
        var part = new List<Entry>();
        foreach (var entry in group)
        {
            if (entry.Checkpoint is not null && part.Count > 0)
            {
                yield return part;
                part = [];
            }

            part.Add(entry);
            if (entry.Checkpoint is not null)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private void WriteGroup(List<Entry> group)
    {
        if (group is [{ Checkpoint: { } state }])
        {
            Turn(state);
        }
        else
        {
            // One write for all: a command of its own for each would double the cost.
            _inputs.Append([.. group.SelectMany(entry => entry.Inputs)]);
            if (group.Exists(entry => entry.Lines.Length > 0))
            {
                _inputs.Sync();
                _ledger.Append([.. group.SelectMany(entry => entry.Lines)]);
                _ledger.Sync();
            }
        }

        foreach (var entry in group)
        {
            entry.Visible();
            entry.Durable.TrySetResult();
        }
    }

    private void Turn(ExchangeSnapshot state)
    {
        var old = _inputs;
        _number++;
        _inputs = new AppendFile(InputsPath(_folder, _number));
        new Checkpoint(_number, state).Write(_folder);
        old.Dispose();
        File.Delete(old.Path);
    }

    private sealed record Entry(byte[] Inputs, byte[] Lines, Action Visible, ExchangeSnapshot? Checkpoint)
    {
        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
