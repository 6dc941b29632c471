namespace Trading.Storage.MarketData.Thrift;

/// <summary>
/// Walks a structure in Thrift's compact protocol, as Parquet's footer and page headers are, without building it: says whether it is whole, and the integers
/// in its first two levels. The Parquet library loops for ever on some broken ones, so they are judged here before.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DepthMax = 24;
    private const int VarintMax = 10;

    // Element types of the compact protocol.
    private const int True = 1;
    private const int False = 2;
    private const int I8 = 3;
    private const int I16 = 4;
    private const int I32 = 5;
    private const int I64 = 6;
    private const int Double = 7;
    private const int Binary = 8;
    private const int List = 9;
    private const int Set = 10;
    private const int Map = 11;
    private const int Struct = 12;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes walked.</summary>
    public int Position { get; private set; }

    /// <param name="values">Takes the integers by field, those of a member structure by 100 · its field + their own.</param>
    public bool TryStruct(Dictionary<int, long>? values = null) => TryStruct(0, 0, values);

    private bool TryStruct(int depth, int prefix, Dictionary<int, long>? values)
    {
        if (depth > DepthMax)
        {
            return false;
        }

        var field = 0;
        while (true)
        {
            if (!TryByte(out var head))
            {
                return false;
            }

            if (head == 0)
            {
                return true;
            }

            var id = 0L;
            if (head >> 4 == 0 ? !TryVarint(out id) : !TryAdd(ref field, head >> 4))
            {
                return false;
            }

            field = head >> 4 == 0 ? (int)(short)Unzigzag(id) : field;
            if (!TryValue(head & 15, depth, field, prefix, values, isElement: false))
            {
                return false;
            }
        }
    }

    private static bool TryAdd(ref int field, int delta)
    {
        field += delta;
        return field <= short.MaxValue;
    }

    private bool TryValue(int type, int depth, int field, int prefix, Dictionary<int, long>? values, bool isElement)
    {
        switch (type)
        {
            case True or False:
                // A field's flag is its type; an element's is a byte.
                return !isElement || TryByte(out _);
            case I8:
                return TryByte(out _);
            case I16 or I32 or I64:
                if (!TryVarint(out var number))
                {
                    return false;
                }

                if (depth <= 1 && !isElement)
                {
                    values?.TryAdd(prefix + field, Unzigzag(number));
                }

                return true;
            case Double:
                return TrySkip(sizeof(double));
            case Binary:
                return TryVarint(out var length) && TrySkip(length);
            case List or Set:
                return TryList(depth);
            case Map:
                return TryMap(depth);
            case Struct:
                return TryStruct(depth + 1, depth == 0 && !isElement ? field * 100 : int.MaxValue / 2, depth == 0 && !isElement ? values : null);
            default:
                return false;
        }
    }

    private bool TryList(int depth)
    {
        if (!TryByte(out var head))
        {
            return false;
        }

        var count = (long)(head >> 4);
        if (count == 15 && !TryVarint(out count))
        {
            return false;
        }

        return TryElements(count, head & 15, depth);
    }

    private bool TryMap(int depth)
    {
        if (!TryVarint(out var count) || count == 0)
        {
            return count == 0;
        }

        if (!TryByte(out var types) || count < 0 || count > _bytes.Length - Position)
        {
            return false;
        }

        for (var i = 0L; i < count; i++)
        {
            if (!TryValue(types >> 4, depth + 1, 0, 0, null, isElement: true) || !TryValue(types & 15, depth + 1, 0, 0, null, isElement: true))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryElements(long count, int type, int depth)
    {
        // Every element takes a byte, so a count beyond the bytes is a lie.
        if (count < 0 || count > _bytes.Length - Position || depth >= DepthMax)
        {
            return false;
        }

        for (var i = 0L; i < count; i++)
        {
            if (!TryValue(type, depth + 1, 0, 0, null, isElement: true))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryByte(out byte value)
    {
        var isThere = Position < _bytes.Length;
        value = isThere ? _bytes[Position++] : (byte)0;
        return isThere;
    }

    private bool TrySkip(long count)
    {
        if (count < 0 || count > _bytes.Length - Position)
        {
            return false;
        }

        Position += (int)count;
        return true;
    }

    private bool TryVarint(out long value)
    {
        value = 0;
        for (var i = 0; i < VarintMax; i++)
        {
            if (!TryByte(out var part))
            {
                return false;
            }

            value |= (long)(part & 127) << (7 * i);
            if ((part & 128) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static long Unzigzag(long value) => (long)((ulong)value >> 1) ^ -(value & 1);
}
