using System.Text;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Where in a file's rows the columns of a series are.</summary>
/// <param name="Fields">For each column of the schema the field that holds it, or -1.</param>
/// <param name="FieldCount">Fields of every row.</param>
/// <param name="SideIsBuyerMaker">The side is told as "the buyer was the maker", so true is a sell.</param>
internal sealed record ColumnLayout(int[] Fields, int FieldCount, bool SideIsBuyerMaker)
{
    private const int NamesShown = 30;
    private const int NameLengthShown = 40;

    /// <summary>Layout by the names of a header, in any order and case; further columns are ignored.</summary>
    /// <exception cref="ImportFileException">A column is missing or given twice.</exception>
    public static ColumnLayout OfHeader(SeriesSchema schema, IReadOnlyList<string> names)
    {
        var fields = schema.Columns.Select(column => Find(column, names)).ToArray();
        var missing = schema.Columns.Where((column, index) => fields[index] < 0 && !column.IsOptional).ToArray();
        if (missing.Length > 0)
        {
            throw new ImportFileException(
                "missing_column",
                $"A file of {schema.Kind} needs {string.Join(", ", missing.Select(column => string.Join(" | ", column.Aliases)))}; found the columns {Shown(names)}.",
                line: 1);
        }

        var side = schema.Kind is SeriesKind.Trades ? fields[SeriesSchema.TradeSide] : -1;
        return new(fields, names.Count, side >= 0 && Normal(names[side]) == "is_buyer_maker");
    }

    private static int Find(SeriesColumn column, IReadOnlyList<string> names)
    {
        foreach (var alias in column.Aliases)
        {
            var hits = Enumerable.Range(0, names.Count).Where(field => Normal(names[field]) == alias).ToArray();
            if (hits.Length > 1)
            {
                throw new ImportFileException("duplicate_column", $"Column {alias} is given {hits.Length} times.", line: 1);
            }

            if (hits.Length == 1)
            {
                return hits[0];
            }
        }

        return -1;
    }

    private static string Normal(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            letters.Append(char.IsAsciiLetterUpper(letter) ? (char)(letter + 32) : letter);
        }

        return letters.ToString();
    }

    private static string Shown(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesShown).Select(name => FoundText.Of(Encoding.UTF8.GetBytes(name), NameLengthShown)));
}
