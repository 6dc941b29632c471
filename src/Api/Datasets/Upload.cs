using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Trading.Domain.MarketData;

namespace Trading.Api.Datasets;

/// <summary>The body of an import: read once, its file in the spool folder until the request ends.</summary>
/// <param name="File">Seekable; closed, and so gone, with the request.</param>
internal sealed record Upload(UploadForm Form, ImportSource Source, FileStream File)
{
    /// <summary>Bytes of an upload beside its file.</summary>
    private const int Overhead = 1 << 20;

    private static readonly object Kept = new();

    /// <exception cref="Problems.RequestRefusedException">The body is not multipart, too large, or breaks a rule; every fault at once.</exception>
    public static async ValueTask<Upload> ReadAsync(HttpContext context)
    {
        if (context.Items[Kept] is Upload kept)
        {
            return kept;
        }

        var settings = context.RequestServices.GetRequiredService<ImportSettings>();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = settings.FileBytesMax + Overhead;
        }

        var file = settings.Folder.Create();
        context.Response.RegisterForDisposeAsync(file);
        var (form, source) = await UploadForm.ReadAsync(context.Request, file, settings.FileBytesMax, context.RequestAborted);
        var upload = new Upload(form, source, file);
        context.Items[Kept] = upload;
        return upload;
    }

    /// <summary>Two uploads say the same when every field and every byte of the file is the same, in whatever order and with whatever boundary they come.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> CanonicalAsync(HttpContext context)
    {
        var upload = await ReadAsync(context);
        upload.File.Position = 0;
        var hash = await SHA256.HashDataAsync(upload.File, context.RequestAborted);
        return JsonSerializer.SerializeToUtf8Bytes(new { upload.Form.Fields, File = Convert.ToHexStringLower(hash) });
    }
}
