"""What administrators set and see at the page, on a whole Afina."""

from playwright.sync_api import expect

from tests.web.browser import needed

pytestmark = needed

BUILDING_MS = 60_000


def test_limits_quotas_and_presets_are_changed_and_the_trail_tells_of_it(administrator):
    """What a field cannot hold is said beside it; a version that was kept can be taken back."""
    page = administrator
    page.goto("/administracao/limites")
    field = page.get_by_label("Rodadas de um treino")
    field.fill("0")
    expect(page.get_by_text("Escreva um número de 1 a 100.")).to_be_visible()
    field.fill("99")  # others train beside this, for long
    page.get_by_role("button", name="Salvar os limites").click()
    expect(page.get_by_text("Salvo às").first).to_be_visible()
    page.get_by_role("button", name="Mudar a cota de").first.click()
    page.get_by_label("Treinos ao mesmo tempo", exact=True).fill("7")
    page.get_by_role("button", name="Salvar a cota").click()
    expect(page.get_by_text("cota própria").first).to_be_visible()

    page.get_by_role("link", name="Predefinições").click()
    page.get_by_role("button", name="Mudar Rápido").click()
    page.get_by_label("Rodadas, no máximo").fill("4")
    expect(page.get_by_text("4 rodadas de estudo, sem parar antes.")).to_be_visible()
    page.get_by_role("button", name="Salvar esta versão").click()
    expect(page.get_by_text("Mudada aqui")).to_be_visible()
    page.get_by_role("button", name="Versões").first.click()
    page.get_by_role("button", name="Voltar a como veio").click()
    expect(page.get_by_text("Mudada aqui")).to_have_count(0)

    page.get_by_role("link", name="Auditoria").click()
    page.get_by_label("Sobre", exact=True).select_option(label="Ajustes")
    page.get_by_role("button", name="Procurar").click()
    expect(page.get_by_text("mudou os limites.").first).to_be_visible()
    assert "sobre=settings" in page.url
    page.get_by_label("Com as palavras").fill("nada disso")
    page.get_by_role("button", name="Procurar").click()
    expect(page.get_by_text("Nada aconteceu com estes filtros.")).to_be_visible()


def test_tables_are_compared_from_the_page(administrator, finished_run):
    """Its outcome is there for whoever looks later; what retention would remove, too."""
    page = administrator
    page.goto("/administracao/sistema")
    expect(page.get_by_text("Tudo em ordem")).to_be_visible()
    page.get_by_role("button", name="Conferir as tabelas").click()
    outcome = page.get_by_text("As tabelas estão iguais ao registro.")
    expect(outcome).to_be_visible(timeout=BUILDING_MS)
    page.reload()
    expect(outcome).to_be_visible()

    page.get_by_role("link", name="Prazos de guarda").click()
    page.get_by_role("button", name="Ver o que sairia agora").click()
    looked = page.get_by_text("Nada sairia agora.").or_(
        page.get_by_role("button", name="Apagar agora")
    )
    expect(looked).to_be_visible(timeout=BUILDING_MS)


def test_nobody_else_comes_in(page):
    """And is told whom to ask."""
    page.goto("/administracao/sistema")
    expect(page.get_by_role("heading", name="Esta parte é de quem administra")).to_be_visible()
