namespace Trading.Domain.Indicators.Histories;

/// <summary>A double-ended queue in one growing array: no allocation once it has its size.</summary>
internal sealed class RingQueue<T>(int capacity = 16)
    where T : struct
{
    private T[] _items = new T[capacity];
    private int _head;

    public int Count { get; private set; }

    public ref T Front => ref _items[_head];

    public ref T Back => ref this[Count - 1];

    public ref T this[int index] => ref _items[(_head + index) & (_items.Length - 1)];

    public void PushBack(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public void PopFront()
    {
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
    }

    public void PopBack() => Count--;

    public void Clear() => (_head, Count) = (0, 0);

    private void Grow()
    {
        var larger = new T[_items.Length * 2];
        for (var index = 0; index < Count; index++)
        {
            larger[index] = this[index];
        }

        (_items, _head) = (larger, 0);
    }
}
