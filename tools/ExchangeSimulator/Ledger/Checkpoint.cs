using System.Text.Json;
using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>The exchange as it stood at the beginning of one file of inputs.</summary>
/// <param name="Number">Of that file.</param>
internal sealed record Checkpoint(int Number, ExchangeSnapshot? State)
{
    private const string FileName = "checkpoint.json";

    public static Checkpoint Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? JsonSerializer.Deserialize<Checkpoint>(File.ReadAllBytes(path), VenueJson.Options) ?? throw new InvalidDataException($"{path} is empty.")
            : new Checkpoint(0, null);
    }

    /// <summary>Whole or not at all.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, VenueJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
