using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Writes a spec with every parameter, in catalogue order and one spelling of each value.</summary>
internal static class CanonicalText
{
    private const decimal MsPerSecond = 1000m;

    public static string Write(IndicatorDefinition definition, ParameterValues values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(ParameterNames.Type, definition.Type);
            WriteMembers(writer, definition.Parameters, values);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyList<IndicatorParameter> parameters, ParameterValues values)
    {
        foreach (var parameter in parameters)
        {
            writer.WritePropertyName(parameter.Name);
            switch (values[parameter.Name])
            {
                case IndicatorWindow window:
                    WriteWindow(writer, window);
                    break;
                case long intervalMs when parameter.Type == ParameterTypes.Interval:
                    writer.WriteStringValue(Intervals.Format(intervalMs));
                    break;
                case long spanMs:
                    writer.WriteNumberValue(spanMs / MsPerSecond);
                    break;
                case double number:
                    writer.WriteNumberValue(number);
                    break;
                case int integer:
                    writer.WriteNumberValue(integer);
                    break;
                case string choice:
                    writer.WriteStringValue(choice);
                    break;
                case Frame[] frames:
                    WriteFrames(writer, frames);
                    break;
                case ParameterValues part:
                    writer.WriteStartObject();
                    WriteMembers(writer, parameter.Members, part);
                    writer.WriteEndObject();
                    break;
                default:
                    throw new InvariantException($"parameter {parameter.Name} has a value of unknown kind.");
            }
        }
    }

    private static void WriteWindow(Utf8JsonWriter writer, IndicatorWindow window)
    {
        writer.WriteStartObject();
        writer.WriteNumber(ParameterNames.From, window.FromMs / MsPerSecond);
        writer.WriteNumber(ParameterNames.To, window.ToMs / MsPerSecond);
        writer.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter writer, Frame[] frames)
    {
        writer.WriteStartArray();
        foreach (var frame in frames)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(ParameterNames.Current);
            WriteWindow(writer, frame.Current);
            writer.WritePropertyName(ParameterNames.Baseline);
            WriteWindow(writer, frame.Baseline);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
