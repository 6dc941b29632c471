namespace Trading.Storage.MarketData.Import;

/// <summary>The fields of one row as UTF-8 texts. Reused from row to row.</summary>
internal sealed class RowFields
{
    private byte[] _text = new byte[256];
    private int[] _starts = new int[17];
    private int _length;

    public int Count { get; private set; }

    /// <summary>The field without blanks around it; empty when there is none.</summary>
    public ReadOnlySpan<byte> this[int field] => field < Count ? Field(field).Trim(" \t"u8) : default;

    public void Clear() => (Count, _length, _starts[0]) = (0, 0, 0);

    public void Add(ReadOnlySpan<byte> text)
    {
        Append(text);
        Close();
    }

    /// <summary>Splits a line of comma-separated values; a quoted field may hold commas and doubled quotes.</summary>
    /// <returns>False when a quote is not closed or something follows it.</returns>
    public bool TrySplit(ReadOnlySpan<byte> line)
    {
        Clear();
        if (!line.Contains((byte)'"'))
        {
            SplitPlain(line);
            return true;
        }

        while (true)
        {
            var end = line is [(byte)'"', ..] ? AddQuoted(line) : AddPlain(line);
            if (end < 0)
            {
                return false;
            }

            if (end == line.Length)
            {
                return true;
            }

            line = line[(end + 1)..];
        }
    }

    private ReadOnlySpan<byte> Field(int field) => _text.AsSpan(_starts[field].._starts[field + 1]);

    private void SplitPlain(ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var end = line.IndexOf((byte)',');
            Add(end < 0 ? line : line[..end]);
            if (end < 0)
            {
                return;
            }

            line = line[(end + 1)..];
        }
    }

    private int AddPlain(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)',');
        end = end < 0 ? line.Length : end;
        Add(line[..end]);
        return end;
    }

    /// <returns>Where the field's comma, or the line's end, is; -1 when the quotes are broken.</returns>
    private int AddQuoted(ReadOnlySpan<byte> line)
    {
        var at = 1;
        while (true)
        {
            var quote = line[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return -1;
            }

            Append(line.Slice(at, quote));
            at += quote + 1;
            if (at == line.Length || line[at] == ',')
            {
                Close();
                return at;
            }

            if (line[at] != '"')
            {
                return -1;
            }

            Append("\""u8);
            at++;
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_length + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + text.Length, _text.Length * 2));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    private void Close()
    {
        Count++;
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, _starts.Length * 2);
        }

        _starts[Count] = _length;
    }
}
