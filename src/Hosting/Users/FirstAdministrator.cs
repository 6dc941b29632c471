using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;
using Trading.Hosting.Settings;

namespace Trading.Hosting.Users;

/// <summary>Makes the first administrator before a port opens. There is no default account: his password is given, or in Development made up and printed once.</summary>
internal sealed class FirstAdministrator(
    IGrainFactory grains,
    TradingSettings settings,
    OperatorConsole console,
    ILogger<FirstAdministrator> logger) : IHostedService
{
    private const int GeneratedPasswordLength = 24;
    private const string GeneratedPasswordLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var admin = grains.GetGrain<IUserGrain>(GrainKeys.ForUser(TradingSettings.FirstAdministratorName));
        if (await admin.Find() is not null)
        {
            return;
        }

        if (settings.AdminPassword is { } given)
        {
            await Create(admin, given.Reveal());
        }
        else if (settings.IsDevelopment)
        {
            var password = RandomNumberGenerator.GetString(GeneratedPasswordLetters, GeneratedPasswordLength);
            if (await Create(admin, password))
            {
                // The console and not the log: this is the only time and place where the password is shown.
                await console.Output.WriteLineAsync($"First start: user '{TradingSettings.FirstAdministratorName}', password '{password}'. It is not shown again.");
            }
        }
        else
        {
            logger.NoAdministrator(TradingSettings.AdminPasswordKey);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> Create(IUserGrain admin, string password)
    {
        var hash = PasswordHash.Of(password, RandomNumberGenerator.GetBytes(PasswordHash.SaltBytes));
        if (await admin.Create(new NewUser(UserRole.Admin, HasLiveGrant: false, hash)) is null)
        {
            return false;
        }

        logger.AdministratorCreated(TradingSettings.FirstAdministratorName);
        return true;
    }
}
