namespace Trading.Domain.Tests;

public sealed class InputTextTests
{
    [Theory]
    [InlineData("BTC USDT", "\"BTC USDT\"")]
    [InlineData("٣é🚀", "\"٣é🚀\"")]
    [InlineData("a\u001b\u202e", "\"a\\u001b\\u202e\"")]
    [InlineData("1\u00a0000\ue000", "\"1\\u00a0000\\ue000\"")]
    [InlineData("\U000e0031", "\"\\U000e0031\"")]
    public void Letter_that_cannot_be_told_from_another_is_shown_by_its_number(string text, string shown) =>
        Assert.Equal(shown, InputText.Quote(text));

    [Fact]
    public void Long_text_is_cut_between_letters()
    {
        var text = new string('a', InputText.LengthMax - 1);

        Assert.Equal($"\"{text}b\"", InputText.Quote(text + "b"));
        Assert.Equal($"\"{text}…\"", InputText.Quote(text + "🚀"));
    }
}
