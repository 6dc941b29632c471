using System.Runtime.InteropServices;

namespace Trading.Domain.Strategies.Conditions;

internal enum NodeKind : byte
{
    Leaf = 0,
    All = 1,
    Any = 2,
    Not = 3,
    For = 4,
    Sequence = 5,
}

/// <param name="Leaf">Index of the leaf, of a leaf node.</param>
/// <param name="Children">Indexes of the children, all below the node's own.</param>
/// <param name="SpanMs">Of <c>for</c> and <c>within</c>.</param>
/// <param name="Memory">Where the node's memory begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Node(NodeKind Kind, int Leaf, int[] Children, long SpanMs, int Memory);

/// <param name="Value">Index of the indicator.</param>
/// <param name="Other">Index of the indicator compared with; -1 for numbers.</param>
/// <param name="Verdict">The node whose truth is the leaf's, its <c>for</c> included.</param>
internal sealed record CompiledLeaf(LeafCondition Source, int Value, int Other, int Verdict);

/// <summary>A condition as a flat list of nodes, children before parents. Immutable, shared by all instances.</summary>
internal sealed class CompiledCondition
{
    private readonly List<Node> _nodes = [];
    private readonly List<CompiledLeaf> _leaves = [];
    private readonly Func<string, int> _indexOf;

    private CompiledCondition(Func<string, int> indexOf) => _indexOf = indexOf;

    public Node[] Nodes { get; private set; } = [];

    public CompiledLeaf[] Leaves { get; private set; } = [];

    /// <summary>Longs of memory that crossings, <c>for</c> and <c>sequence</c> need; 0 when the condition depends on one event alone.</summary>
    public int MemorySize { get; private set; }

    /// <param name="indexOf">Index of a named indicator.</param>
    public static CompiledCondition Compile(Condition root, Func<string, int> indexOf)
    {
        var compiled = new CompiledCondition(indexOf);
        compiled.Add(root);
        compiled.Nodes = [.. compiled._nodes];
        compiled.Leaves = [.. compiled._leaves];
        return compiled;
    }

    private int Add(Condition condition)
    {
        var node = condition switch
        {
            LeafCondition leaf => AddLeaf(leaf),
            AllCondition all => AddNode(NodeKind.All, [.. all.Children.Select(Add)]),
            AnyCondition any => AddNode(NodeKind.Any, [.. any.Children.Select(Add)]),
            NotCondition not => AddNode(NodeKind.Not, [Add(not.Child)]),
            SequenceCondition sequence => AddNode(
                NodeKind.Sequence, [.. sequence.Steps.Select(Add)], sequence.Within, memory: 1 + sequence.Steps.Length),
            _ => throw new InvariantException($"Condition {condition.GetType().Name} at {condition.Pointer} is unknown."),
        };

        if (condition.For is { } span)
        {
            node = AddNode(NodeKind.For, [node], span, memory: 1);
        }

        if (condition is LeafCondition)
        {
            _leaves[^1] = _leaves[^1] with { Verdict = node };
        }

        return node;
    }

    private int AddLeaf(LeafCondition leaf)
    {
        var other = leaf.Threshold.Indicator is { } name ? _indexOf(name) : -1;
        _leaves.Add(new CompiledLeaf(leaf, _indexOf(leaf.Indicator), other, Verdict: -1));
        return AddNode(NodeKind.Leaf, [], memory: leaf.Op.IsCrossing ? 1 : 0);
    }

    private int AddNode(NodeKind kind, int[] children, TimeSpan span = default, int memory = 0)
    {
        _nodes.Add(new Node(kind, _leaves.Count - 1, children, (long)span.TotalMilliseconds, MemorySize));
        MemorySize += memory;
        return _nodes.Count - 1;
    }
}
