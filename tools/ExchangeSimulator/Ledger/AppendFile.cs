using System.Text;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>A file of lines that only grows. A line cut short by a crash is dropped when the file is opened.</summary>
internal sealed class AppendFile : IDisposable
{
    private const byte NewLine = (byte)'\n';

    private readonly FileStream _file;

    public AppendFile(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Length = WholeLines();
        _file.SetLength(Length);
        _file.Position = Length;
    }

    public string Path { get; }

    /// <summary>Bytes that are written; may be read from any thread.</summary>
    public long Length
    {
        get => Volatile.Read(ref field);
        private set => Volatile.Write(ref field, value);
    }

    public void Append(ReadOnlySpan<byte> lines)
    {
        _file.Write(lines);
        Length += lines.Length;
    }

    /// <summary>Down to the disk.</summary>
    public void Sync() => _file.Flush(flushToDisk: true);

    /// <summary>Every line that is whole now.</summary>
    public IEnumerable<string> Lines()
    {
        var left = Length;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (left > 0 && reader.ReadLine() is { } line)
        {
            left -= Encoding.UTF8.GetByteCount(line) + 1;
            yield return line;
        }
    }

    public void Dispose() => _file.Dispose();

    private long WholeLines()
    {
        var block = new byte[4_096];
        for (var end = _file.Length; end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            _file.Position = start;
            var read = block.AsSpan(0, (int)(end - start));
            _file.ReadExactly(read);
            if (read.LastIndexOf(NewLine) is >= 0 and var at)
            {
                return start + at + 1;
            }

            end = start;
        }

        return 0;
    }
}
