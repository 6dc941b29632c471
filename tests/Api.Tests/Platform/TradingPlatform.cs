using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Core;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;
using Trading.Hosting.Users;
using Trading.Testing;
using Trading.Testing.Contract;

[assembly: AssemblyFixture(typeof(Trading.Api.Tests.Platform.TradingPlatform))]

namespace Trading.Api.Tests.Platform;

/// <summary>The whole platform in this process: real HTTP on loopback, an embedded silo, SQLite in a directory of its own, one user of each kind.</summary>
public sealed class TradingPlatform : IAsyncLifetime
{
    public const string AdminPassword = "canary-Admin-river-42-stones";
    public const string UserPassword = "canary-User-meadow-77-clouds";

    private static readonly PasswordHash UserHash = PasswordSignIn.HashOf(UserPassword);

    private readonly PlatformHost _host = new();
    /// <summary>Tokens live for fifteen minutes, and the suite may go on for longer.</summary>
    private static readonly TimeSpan TokenAgeMax = TimeSpan.FromMinutes(8);

    private readonly ConcurrentDictionary<string, (string Token, long SignedIn)> _tokens = new(StringComparer.Ordinal);

    internal OpenApiContract Contract { get; private set; } = null!;

    internal LogCapture Logs => _host.Logs;

    internal StringWriter Console => _host.ConsoleOutput;

    internal string DataDirectory => _host.DataDirectory;

    public IServiceProvider Services => _host.Services;

    public async ValueTask InitializeAsync()
    {
        _host.Start();
        using (var plain = _host.CreateClient())
        {
            Contract = OpenApiContract.Parse(await plain.GetStringAsync("/openapi/v1.json"));
        }

        await RenewAsync("admin");
        await AddUserAsync("vera", UserRole.Viewer);
        await AddUserAsync("tom", UserRole.Trader);
        await AddUserAsync("tina", UserRole.Trader);
    }

    /// <summary>At the end of the suite nothing that it put out at the most talkative level holds the passwords that went through it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        string[] outputs = [.. Logs.Lines, Console.ToString()];
        foreach (var secret in (string[])[AdminPassword, UserPassword])
        {
            Assert.Empty(SecretScan.Found(secret, outputs).Take(3));
        }
    }

    /// <summary>A client that nobody signed in with. Every answer it gets is held against the OpenAPI document.</summary>
    public HttpClient Anonymous() => new(Handler()) { BaseAddress = _host.Address };

    /// <param name="user">admin, vera (viewer), tom or tina (traders), or one added by <see cref="NewUserAsync"/>.</param>
    public HttpClient As(string user)
    {
        Assert.True(_tokens.ContainsKey(user), $"There is no user {user}.");
        return new HttpClient(new SignedInHandler(() => TokenOfAsync(user), Handler())) { BaseAddress = _host.Address };
    }

    /// <summary>A client whose answers are read as they come, and not held against the document.</summary>
    public HttpClient Streaming(string accessToken)
    {
        var client = new HttpClient(new ContractHandler(contract: null, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }))
        {
            BaseAddress = _host.Address,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>The same user in a sign-in of its own, for a test that ends it.</summary>
    public async Task<HttpClient> FreshAsync(string user) =>
        WithToken((await SignInAsync(user, user == "admin" ? AdminPassword : UserPassword)).AccessToken);

    public HttpClient WithToken(string accessToken)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Signs in over HTTP; with the users' common password past it, because deriving a key for every test would be most of the suite's time.</summary>
    public async Task<TokenAnswer> SignInAsync(string name, string password)
    {
        if (password == UserPassword)
        {
            var refresh = RefreshToken.New(name, RefreshToken.NewFamilyId());
            var access = await UserOf(name).SignIn(new SignInAttempt(new DerivedKey([.. Convert.FromBase64String(UserHash.Key)]), refresh.FamilyId, refresh.Hash));
            var token = Services.GetRequiredService<AccessTokens>().Issue(access!, refresh.FamilyId);
            return new TokenAnswer(token.Reveal(), "Bearer", 900, refresh.Text.Reveal());
        }

        using var client = Anonymous();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest(name, password), ApiJson.Options);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options))!;
    }

    /// <summary>A user of his own for a test that changes him.</summary>
    public async Task<(string Name, TokenAnswer Tokens)> NewUserAsync(UserRole role = UserRole.Trader)
    {
        var name = $"u-{Guid.NewGuid():n}"[..16];
        await AddUserAsync(name, role);
        return (name, await SignInAsync(name, UserPassword));
    }

    private ContractHandler Handler() =>
        new(Contract, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });

    private async Task<string> TokenOfAsync(string user)
    {
        var (token, signedIn) = _tokens[user];
        return Stopwatch.GetElapsedTime(signedIn) < TokenAgeMax ? token : await RenewAsync(user);
    }

    private async Task<string> RenewAsync(string user)
    {
        var token = (await SignInAsync(user, user == "admin" ? AdminPassword : UserPassword)).AccessToken;
        _tokens[user] = (token, Stopwatch.GetTimestamp());
        return token;
    }

    private async Task AddUserAsync(string name, UserRole role)
    {
        Assert.NotNull(await UserOf(name).Create(new NewUser(role, HasLiveGrant: false, UserHash)));
        await RenewAsync(name);
    }

    private IUserGrain UserOf(string name) => Services.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(GrainKeys.ForUser(name));
}

/// <summary>One host of the API with its own directory.</summary>
/// <param name="settings">Settings beyond the usual.</param>
internal sealed class PlatformHost(params (string Key, string Value)[] settings) : WebApplicationFactory<Program>
{
    private readonly string? _given = Array.Find(settings, setting => setting.Key == "Trading:DataDirectory").Value;
    private string? _made;

    public string DataDirectory => _given ?? (_made ??= Directory.CreateTempSubdirectory("trading-api-").FullName);

    public LogCapture Logs { get; } = new();

    /// <summary>Sees every call that reaches a grain; null for none.</summary>
    public IIncomingGrainCallFilter? Calls { get; init; }

    /// <summary>What is other than in the platform; null for nothing.</summary>
    public Action<IServiceCollection>? Replacements { get; init; }

    public StringWriter ConsoleOutput { get; } = new();

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A started host on a data directory that others had before, or will have.</summary>
    public static PlatformHost On(TemporaryFolder folder, params (string Key, string Value)[] settings)
    {
        var host = new PlatformHost([("Trading:DataDirectory", folder.Path), .. settings]);
        host.Start();
        return host;
    }

    /// <summary>A client of the host's administrator, whose answers are held against the document that the host serves.</summary>
    public static async Task<HttpClient> SignInAsync(PlatformHost host)
    {
        using var plain = new HttpClient { BaseAddress = host.Address };
        var contract = OpenApiContract.Parse(await plain.GetStringAsync("/openapi/v1.json"));
        var client = new HttpClient(new ContractHandler(contract, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) { BaseAddress = host.Address };
        using var signedIn = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("admin", TradingPlatform.AdminPassword), ApiJson.Options);
        signedIn.EnsureSuccessStatusCode();
        var token = await signedIn.Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!.AccessToken);
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_made is not null)
        {
            Directory.Delete(_made, recursive: true);
        }
    }

    public void Start()
    {
        UseKestrel(0);
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Trading:DataDirectory", DataDirectory);
        builder.UseSetting("TRADING_ADMIN_PASSWORD", TradingPlatform.AdminPassword);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Verbose");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.AspNetCore", "Verbose");
        builder.UseSetting("Trading:Logging:ConsoleLevel", "Fatal");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.AddSingleton<ILogEventSink>(Logs);
            if (Calls is not null)
            {
                services.AddSingleton(Calls);
            }

            services.Replace(ServiceDescriptor.Singleton(new OperatorConsole(ConsoleOutput)));
            Replacements?.Invoke(services);
        });
    }
}
