using System.Text;
using System.Text.Json;

namespace Trading.Api.Tests.Platform;

/// <summary>Looks for secrets in whatever was put out, in each form that they may have there.</summary>
internal static class SecretScan
{
    public static IEnumerable<string> Found(string secret, IEnumerable<string> outputs)
    {
        var forms = FormsOf(secret).ToArray();
        return outputs.Where(output => Array.Exists(forms, form => output.Contains(form, StringComparison.OrdinalIgnoreCase)));
    }

    public static IEnumerable<string> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToBase64String(bytes).TrimEnd('=')[..^1];
        yield return Convert.ToHexString(bytes);
        yield return Uri.EscapeDataString(secret);
        yield return JsonEncodedText.Encode(secret).ToString();
    }
}
