namespace Trading.Domain.Strategies.Conditions;

public enum LeafOp : byte
{
    Above = 0,
    AtLeast = 1,
    Below = 2,
    AtMost = 3,
    EqualTo = 4,
    NotEqualTo = 5,

    /// <summary>Bounds included.</summary>
    Between = 6,

    /// <summary>Bounds excluded.</summary>
    Outside = 7,
    CrossesAbove = 8,
    CrossesBelow = 9,
}

public static class LeafOpExtensions
{
    private static readonly string[] Texts = [">", ">=", "<", "<=", "==", "!=", "between", "outside", "crosses_above", "crosses_below"];

    extension(LeafOp op)
    {
        /// <summary>As written in a document.</summary>
        public string Text => Texts[(int)op];

        public bool IsCrossing => op is LeafOp.CrossesAbove or LeafOp.CrossesBelow;

        public bool TakesBounds => op is LeafOp.Between or LeafOp.Outside;

        public static bool TryParse(string text, out LeafOp parsed)
        {
            var index = Array.IndexOf(Texts, text);
            parsed = index < 0 ? default : (LeafOp)index;
            return index >= 0;
        }
    }
}
